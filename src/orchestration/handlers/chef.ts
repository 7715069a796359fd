import { deadLetters } from '../../platform/dead-letters.ts';
import { taskHandler } from '../../platform/middleware/task.ts';
import { chefDeps } from '../../services/chef/deps.ts';
import { chefMeanings, chefTasks } from '../chef.ts';
import { keepingPoison } from '../keep-poison.ts';
import { runTask } from '../task.ts';

const tasks = chefTasks(chefDeps());

export const handler = taskHandler(
  keepingPoison((input) => runTask(input, tasks, chefMeanings), deadLetters()),
);
