import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
import { loadPackage } from '../../lab/template/load.ts';
import { menu } from '../../src/services/order/seed.ts';
import { createWorld } from '../comparison/world.ts';
const stage = process.argv[2]; const N = Number(process.argv[3] ?? 200); const R = Number(process.argv[4] ?? 3);
let t = performance.now();
const w = await createWorld(loadPackage((process.env.PKG ?? '/tmp/pkg') + '/' + stage), { seed: 1 });
console.log('boot', performance.now() - t);
const pizzas = Object.keys(menu.pizzas).filter((p) => p !== 'tartufo'); let n = 0;
const { clock } = w.lab.kernel;
const batch = async () => {
  const t = performance.now(); const c = process.cpuUsage(); const from = n;
  const all: Promise<string>[] = [];
  for (let i = 0; i < N; i++) { const k = n++;
    all.push(clock.sleep(i * Number(process.env.GAP ?? 50)).then(() => w.place({ customerId: 'cust-789', pizzaType: pizzas[k % pizzas.length] as string, size: 'medium', toppings: [] }, k))); }
  await w.settle(Promise.all(all)); await clock.run();
  const ms = performance.now() - t; const u = process.cpuUsage(c);
  return `${Math.round(ms)} ms wall, ${(u.user + u.system) / 1000} cpu, ${(N / ms * 1000).toFixed(1)} orders/s`;
};
for (let i = 0; i < R; i++) {
  if (i === R - 1 && process.env.PROF) { const se = new Session(); se.connect(); await se.post('Profiler.enable'); await se.post('Profiler.setSamplingInterval', { interval: 200 }); await se.post('Profiler.start');
    console.log('profiled', await batch()); const { profile } = await se.post('Profiler.stop'); writeFileSync(process.env.PROF, JSON.stringify(profile)); }
  else console.log(await batch());
}
const st: Record<string, number> = {};
for (const o of await w.scan<{ status: string }>(w.tables.order)) st[o.status] = (st[o.status] ?? 0) + 1;
console.log(st, process.memoryUsage().rss / 1e6);
const u = w.lab.meter.read(); const s = (x: string) => u.filter((e) => e.unit === x).reduce((a, e) => a + e.quantity, 0);
console.log('invokes/order', s('lambda.requests') / (N * R), 'transitions', s('stepfunctions.transitions') / (N * R));
const streams = new Map<string, Set<string>>(); 
for (const f of ['relay','order','payment','inventory','chef','kitchen','aggregator','starter','placeOrder','paymentProvider','reconciler']) { const g = '/aws/lambda/' + w.prefix + f; const set = new Set(w.lab.logs.read(g).map((e) => e.stream)); if (set.size) console.log(f, set.size); }
