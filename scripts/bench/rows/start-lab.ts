/** `node start-lab.ts DIRECTORY...`: deploys the packages into a lab, and says how old the process is then, in ms. */
import { realKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';
import { loadPackage } from '../../../lab/template/load.ts';

const lab = createLab(realKernel({ seed: 1 }));
for (const directory of process.argv.slice(2)) await lab.deploy(loadPackage(directory));
process.stdout.write(String(performance.now()));
process.exit();
