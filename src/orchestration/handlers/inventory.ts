import { taskHandler } from '../../platform/middleware/task.ts';
import { inventoryDeps } from '../../services/inventory/deps.ts';
import { inventoryMeanings, inventoryTasks } from '../inventory.ts';
import { runTask } from '../task.ts';

const tasks = inventoryTasks(inventoryDeps());

export const handler = taskHandler((input) => runTask(input, tasks, inventoryMeanings));
