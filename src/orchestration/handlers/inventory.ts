import { deadLetters } from '../../platform/dead-letters.ts';
import { taskHandler } from '../../platform/middleware/task.ts';
import { inventoryDeps } from '../../services/inventory/deps.ts';
import { inventoryMeanings, inventoryTasks } from '../inventory.ts';
import { keepingPoison } from '../keep-poison.ts';
import { runTask } from '../task.ts';

const tasks = inventoryTasks(inventoryDeps());

export const handler = taskHandler(
  keepingPoison((input) => runTask(input, tasks, inventoryMeanings), deadLetters()),
);
