import { taskHandler } from '../../platform/middleware/task.ts';
import { paymentDeps } from '../../services/payment/deps.ts';
import { paymentMeanings, paymentTasks } from '../payment.ts';
import { runTask } from '../task.ts';

const tasks = paymentTasks(paymentDeps());

export const handler = taskHandler((input) => runTask(input, tasks, paymentMeanings));
