import { UsageError } from '../cli/command.ts';
import { resolveStage } from '../stage.cjs';

/** A stage that may be deployed: each is a stack of its own. */
export interface Stage {
  readonly name: string;
  readonly pattern: 'choreography' | 'orchestration';
  readonly stackName: string;
}

/** As the framework names the stack: `<service>-<stage>`. */
const SERVICE = 'pizza-two-ways';

/** Reads --stage. @throws UsageError when it is missing or names no pattern */
export const readStage = (name: string | undefined): Stage => {
  if (name === undefined) {
    throw new UsageError(
      '--stage is missing; it is choreography, orchestration, <env>-choreography or <env>-orchestration',
    );
  }
  try {
    return { name, pattern: resolveStage(name, undefined).pattern, stackName: `${SERVICE}-${name}` };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};
