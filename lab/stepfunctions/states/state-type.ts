import type { Source } from '../definition/source.ts';
import type { Run } from '../workflow.ts';

/** A type of state: the fields it has beside those of every state, and how it is read and run. */
export interface StateType {
  readonly fields: readonly string[];
  /** Reads the state's fields, reporting what is wrong with them, and answers how to run it. */
  read(source: Source): Run;
}
