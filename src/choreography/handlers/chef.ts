import { deadLetters } from '../../platform/dead-letters.ts';
import { consumerHandler } from '../../platform/middleware/consumer.ts';
import { chefDeps } from '../../services/chef/deps.ts';
import { chefConsumer } from '../chef.ts';

export const handler = consumerHandler(chefConsumer(chefDeps()), deadLetters());
