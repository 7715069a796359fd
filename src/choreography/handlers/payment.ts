import { deadLetters } from '../../platform/dead-letters.ts';
import { consumerHandler } from '../../platform/middleware/consumer.ts';
import { paymentDeps } from '../../services/payment/deps.ts';
import { paymentConsumer } from '../payment.ts';

export const handler = consumerHandler(paymentConsumer(paymentDeps()), deadLetters());
