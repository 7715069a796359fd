import { deadLetters } from '../../platform/dead-letters.ts';
import { consumerHandler } from '../../platform/middleware/consumer.ts';
import { kitchenDeps } from '../../services/kitchen/deps.ts';
import { kitchenConsumer } from '../kitchen.ts';

export const handler = consumerHandler(kitchenConsumer(kitchenDeps()), deadLetters());
