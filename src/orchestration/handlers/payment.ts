import { deadLetters } from '../../platform/dead-letters.ts';
import { taskHandler } from '../../platform/middleware/task.ts';
import { paymentDeps } from '../../services/payment/deps.ts';
import { keepingPoison } from '../keep-poison.ts';
import { paymentMeanings, paymentTasks } from '../payment.ts';
import { runTask } from '../task.ts';

const tasks = paymentTasks(paymentDeps());

export const handler = taskHandler(
  keepingPoison((input) => runTask(input, tasks, paymentMeanings), deadLetters()),
);
