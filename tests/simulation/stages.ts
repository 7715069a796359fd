import { join } from 'node:path';
import { readStages, type Stages } from '../../scripts/simulation/stages.ts';

/** Both stages as packaged; read once for a test file. */
export const packagedStages = (): Promise<Stages> => readStages(join(__dirname, '..', '..'));
