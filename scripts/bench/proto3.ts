import { loadPackage } from '../../lab/template/load.ts';
import { createWorld } from '../comparison/world.ts';
import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
const w = await createWorld(loadPackage((process.env.PKG ?? '/tmp/pkg') + '/choreography'), { seed: 1 });
const id = await w.settle(w.place({ customerId: 'cust-789', pizzaType: 'margherita', size: 'medium', toppings: [] }, 1)); await w.lab.kernel.clock.run();
const ask = () => w.lab.httpApi.request({ apiId: w.lab.queues ? apiId : '', method: 'GET', path: '/orders/' + id, identity: { accessKey: 'AKIAIOSFODNN7EXAMPLE', accountId: '123456789012', callerId: 'AROAEXAMPLE:shop', userArn: 'arn:aws:sts::123456789012:assumed-role/Shop/session', userId: 'AROAEXAMPLE:shop' } });
const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
const R = 8; let se: Session | undefined;
for (let r = 0; r < R; r++) { 
  if (r === R - 1 && process.env.PROF) { se = new Session(); se.connect(); await se.post('Profiler.enable'); await se.post('Profiler.setSamplingInterval', { interval: 200 }); await se.post('Profiler.start'); }
  const c = cpu(); for (let i = 0; i < 1000; i++) { const res = await w.settle(ask()); if (res.statusCode !== 200) throw new Error(res.body); } console.log(((cpu() - c) / 1000).toFixed(3), 'ms per getOrder'); }
if (se) { const { profile } = await se.post('Profiler.stop'); writeFileSync(process.env.PROF as string, JSON.stringify(profile)); }
