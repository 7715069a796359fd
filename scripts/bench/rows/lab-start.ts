import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark } from '../benchmark.ts';
import { medianOf } from '../measure.ts';
import { packages } from '../packages.ts';

const PROCESSES = 5;
const program = join(import.meta.dirname, 'start-lab.ts');

export const labStart: Benchmark = {
  name: 'lab-start',
  title: 'Lab start, both stages packaged',
  unit: 'ms',
  budget: 1000,
  better: 'less',
  how: 'from the start of a fresh Node until both packages are deployed, the median of 5',
  measure: async () => {
    const directories = Object.values(await packages());
    const value = await medianOf(PROCESSES, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [program, ...directories]);
      return Number(stdout);
    });
    return { value };
  },
};
