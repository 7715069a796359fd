import { taskHandler } from '../../platform/middleware/task.ts';
import { chefDeps } from '../../services/chef/deps.ts';
import { chefMeanings, chefTasks } from '../chef.ts';
import { runTask } from '../task.ts';

const tasks = chefTasks(chefDeps());

export const handler = taskHandler((input) => runTask(input, tasks, chefMeanings));
