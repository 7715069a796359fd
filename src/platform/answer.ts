import type { CloudEvent } from '../contracts/index.ts';
import type { Command } from './command.ts';
import type { Row } from './row.ts';
import { answerOf } from './said.ts';

/** Runs an operation and answers with the fact that it said, if it said one. */
export const answer = async <Data>(
  operation: (command: Command<Data>) => Promise<Row | undefined>,
  command: Command<Data>,
): Promise<CloudEvent | undefined> => answerOf(await operation(command), command);
