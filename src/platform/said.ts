import { type AnyDefinition, type CloudEvent, catalogue, makeEvent } from '../contracts/index.ts';
import type { Command } from './command.ts';
import type { Row } from './row.ts';

/** The event that a row said, exactly as it was, with the attempt it was last said for. */
export const saidEvent = (row: Row, type: string): CloudEvent => {
  const said = row.said?.[type];
  const definition = catalogue.get(type);
  if (said === undefined || definition === undefined) {
    throw new Error(`the row of order ${row.orderId} never said ${type}`);
  }
  return makeEvent<AnyDefinition>(definition, {
    orderId: row.orderId,
    data: said.data,
    time: said.time,
    attempt: said.attempt,
    causationid: said.causationid,
    traceheader: row.trace,
  });
};

/** The fact that answered a command; undefined while the work is under way, or when the row refused it. */
export const answerOf = (row: Row | undefined, command: Command): CloudEvent | undefined => {
  const type = row?.heard[command.name]?.answer;
  return row === undefined || type === undefined ? undefined : saidEvent(row, type);
};
