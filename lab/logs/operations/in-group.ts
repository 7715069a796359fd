import type { LogGroup, LogGroupStore } from '../groups.ts';
import { invalid } from './page.ts';

/** A group by its name, or by its name or ARN. */
export interface InGroup {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
}

/** Throws `AwsError` (ResourceNotFoundException, InvalidParameterException). */
export const groupOf = (groups: LogGroupStore, input: InGroup): LogGroup => {
  const identifier = input.logGroupName ?? input.logGroupIdentifier;
  if (identifier === undefined) throw invalid('Either logGroupName or logGroupIdentifier must be specified.');
  return groups.get(identifier);
};
