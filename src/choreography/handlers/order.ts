import { deadLetters } from '../../platform/dead-letters.ts';
import { consumerHandler } from '../../platform/middleware/consumer.ts';
import { orderDeps } from '../../services/order/deps.ts';
import { orderConsumer } from '../order.ts';

export const handler = consumerHandler(orderConsumer(orderDeps()), deadLetters());
