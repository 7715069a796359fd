import { deadLetters } from '../../platform/dead-letters.ts';
import { consumerHandler } from '../../platform/middleware/consumer.ts';
import { kitchenDeps } from '../../services/kitchen/deps.ts';
import { aggregator } from '../aggregator.ts';

export const handler = consumerHandler(aggregator(kitchenDeps()), deadLetters());
