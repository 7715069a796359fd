import { expect, it } from '@jest/globals';
import { runTask } from '../../../src/orchestration/task.ts';
import { readOrder } from '../../../src/services/order/request.ts';
it('task', async () => {
  let t: unknown;
  await runTask({command:'x', order:{orderId:'1', customerId:'c'}, attempt:1, facts:[1]}, { x: async (task) => { t = task; return undefined; } }, {});
  console.log(JSON.stringify(t));
  for (const totalAmount of [1e15, 15.990000000000002, 1e300, 15.999, 0, -1]) {
    try { readOrder({ body: JSON.stringify({customerId:'c',pizzaType:'m',toppings:[],size:'s',totalAmount,currency:'GBP', x: 1}).replace(',"x":1', totalAmount===0 ? ',"x":1':'') }); console.log(totalAmount, 'ok'); } catch (e) { console.log(totalAmount, String(e)); }
  }
});
