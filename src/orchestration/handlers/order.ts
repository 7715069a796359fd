import { taskHandler } from '../../platform/middleware/task.ts';
import { orderDeps } from '../../services/order/deps.ts';
import { orderMeanings, orderTasks } from '../order.ts';
import { runTask } from '../task.ts';

const tasks = orderTasks(orderDeps());

export const handler = taskHandler((input) => runTask(input, tasks, orderMeanings));
