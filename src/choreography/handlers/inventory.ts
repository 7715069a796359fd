import { deadLetters } from '../../platform/dead-letters.ts';
import { consumerHandler } from '../../platform/middleware/consumer.ts';
import { inventoryDeps } from '../../services/inventory/deps.ts';
import { inventoryConsumer } from '../inventory.ts';

export const handler = consumerHandler(inventoryConsumer(inventoryDeps()), deadLetters());
