import { deadLetters } from '../../platform/dead-letters.ts';
import { taskHandler } from '../../platform/middleware/task.ts';
import { orderDeps } from '../../services/order/deps.ts';
import { keepingPoison } from '../keep-poison.ts';
import { orderMeanings, orderTasks } from '../order.ts';
import { runTask } from '../task.ts';

const tasks = orderTasks(orderDeps());

export const handler = taskHandler(
  keepingPoison((input) => runTask(input, tasks, orderMeanings), deadLetters()),
);
