import { loadPackage } from '../../lab/template/load.ts';
import { createWorld } from '../comparison/world.ts';
for (const stage of ['choreography', 'orchestration']) {
const w = await createWorld(loadPackage('/tmp/pkg/' + stage), { seed: 1 });
const c: Record<string, number> = {};
w.lab.kernel.observe((p) => { const k = p.kind + ' ' + (p.kind === 'call' ? p.target : p.kind === 'invocation' ? p.target.replace(w.prefix, '') : ''); c[k] = (c[k] ?? 0) + 1; });
await w.settle(w.place({ customerId: 'cust-789', pizzaType: 'margherita', size: 'medium', toppings: [] }, 1)); await w.lab.kernel.clock.run();
console.log(stage, c);
}
