import { readDefinition } from '../definition/parse.ts';
import type { MachineType } from '../machine.ts';
import { only, required } from './members.ts';

interface Input {
  readonly definition: string;
  readonly type?: MachineType;
  readonly severity?: 'ERROR' | 'WARNING';
  readonly maxResults?: number;
}

/** The most diagnostics in one answer, and how many by default. */
const MOST = 100;

/** The lab has no warnings. */
export const validateStateMachineDefinition = () => (input: Input) => {
  only('ValidateStateMachineDefinition', input, 'definition', 'type', 'severity', 'maxResults');
  const { definition, type = 'STANDARD', maxResults } = required(input, 'definition');
  const { problems } = readDefinition(definition, type);
  const diagnostics = problems.slice(0, maxResults || MOST).map(({ location, ...problem }) => ({
    severity: 'ERROR',
    ...problem,
    ...(location !== undefined && { location: location || '/' }),
  }));
  return {
    result: problems.length === 0 ? 'OK' : 'FAIL',
    diagnostics,
    truncated: diagnostics.length < problems.length,
  };
};
