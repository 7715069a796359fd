import { deadLetters } from '../../platform/dead-letters.ts';
import { taskHandler } from '../../platform/middleware/task.ts';
import { kitchenDeps } from '../../services/kitchen/deps.ts';
import { keepingPoison } from '../keep-poison.ts';
import { kitchenMeanings, kitchenTasks } from '../kitchen.ts';
import { runTask } from '../task.ts';

const tasks = kitchenTasks(kitchenDeps());

export const handler = taskHandler(
  keepingPoison((input) => runTask(input, tasks, kitchenMeanings), deadLetters()),
);
