import type { Caller } from '../../kernel/service.ts';
import { NO_INDEXES, readUnits, TRANSACTION } from '../capacity.ts';
import type { CreateOperation, Database } from '../database.ts';
import { validation } from '../errors.ts';
import { positionText } from '../key.ts';
import { checkCommon, constraintError, type ReturnConsumedCapacity, require } from '../parameters.ts';
import { createTally } from '../tally.ts';
import { type Action, readAction, type TransactWriteItem } from '../transaction/actions.ts';
import { type CancellationReason, cancelled, checkFailed, NONE, reasonOf } from '../transaction/reasons.ts';
import { createTokens } from '../transaction/tokens.ts';
import { commit, tableUnits } from '../write/perform.ts';
import { type Attempt, attempt, type Write } from '../write/write.ts';

interface Input {
  readonly TransactItems: readonly TransactWriteItem[];
  readonly ClientRequestToken?: string;
  readonly ReturnConsumedCapacity?: ReturnConsumedCapacity;
}

/** Source: API Reference, TransactWriteItems. */
const MAX_ACTIONS = 100;
const MAX_BYTES = 4 * 1024 * 1024;

/** An action as far as it came. */
interface Tried {
  readonly write?: Write;
  readonly outcome?: Attempt;
  readonly reason: CancellationReason;
}

const tryAction = ({ table, kind, request }: Action): Tried => {
  try {
    const write = kind.prepare(table, request.subject, request.expressions);
    const outcome = attempt(write);
    const item = request.returnsItemOnFailure ? outcome.before?.item : undefined;
    return { write, outcome, reason: outcome.holds ? NONE : checkFailed(item) };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
};

const checkAsWhole = (tried: readonly Tried[]): void => {
  const places = tried.flatMap(({ write }) =>
    write ? `${write.table.schema.name} ${positionText(write.position)}` : [],
  );
  if (new Set(places).size < places.length) {
    throw validation('Transaction request cannot include multiple operations on one item');
  }
  const bytes = tried.reduce((sum, { outcome }) => sum + (outcome?.after?.size ?? 0), 0);
  if (bytes > MAX_BYTES) {
    throw validation('Aggregate size of all items in the transaction has exceeded the maximum allowed size');
  }
};

/** Everything or nothing. A cancelled transaction pays for every item it came to; AWS does not say exactly. */
const transact = (
  database: Database,
  actions: readonly Action[],
  caller: Caller,
  detail?: ReturnConsumedCapacity,
) => {
  const tried = actions.map(tryAction);
  checkAsWhole(tried);
  const isCancelled = tried.some(({ reason }) => reason !== NONE);
  const tally = createTally(database);
  for (const { write, outcome } of tried) {
    if (write === undefined || outcome === undefined) continue;
    const indexes = isCancelled ? NO_INDEXES : commit(write, outcome).indexes;
    tally.add(write.table, { table: TRANSACTION * tableUnits(outcome), indexes });
  }
  const consumed = tally.close('WriteCapacityUnits', caller, detail, true);
  if (isCancelled) throw cancelled(tried.map(({ reason }) => reason));
  const writes = tried.flatMap(({ write }) => write ?? []);
  return { writes, consumed };
};

/** A repeated request only reads the items of the first. */
const repeat = (
  database: Database,
  writes: readonly Write[],
  caller: Caller,
  detail?: ReturnConsumedCapacity,
) => {
  const tally = createTally(database);
  for (const { table, position } of writes) {
    const units = TRANSACTION * readUnits(table.items.find(position)?.size ?? 0, true);
    tally.add(table, { table: units, indexes: NO_INDEXES });
  }
  return tally.close('ReadCapacityUnits', caller, detail, true);
};

const checkInput = (input: Input): void => {
  checkCommon(input);
  require(input, 'TransactItems');
  const { length } = input.TransactItems;
  if (length < 1) {
    throw constraintError("'[]'", 'TransactItems', 'Member must have length greater than or equal to 1');
  }
  if (length > MAX_ACTIONS) {
    const constraint = `Member must have length less than or equal to ${MAX_ACTIONS}`;
    throw constraintError(`'${length} items'`, 'TransactItems', constraint);
  }
};

export const transactWriteItems: CreateOperation = (database) => {
  const tokens = createTokens<readonly Write[]>(database.clock);
  return (input: Input, caller) => {
    checkInput(input);
    const { TransactItems: items, ClientRequestToken: token, ReturnConsumedCapacity: detail } = input;
    const request = token === undefined ? '' : JSON.stringify(items);
    const earlier = token === undefined ? undefined : tokens.find(token, request);
    if (earlier !== undefined) return repeat(database, earlier, caller, detail);
    const actions = items.map((item) => readAction(database, item));
    const { writes, consumed } = transact(database, actions, caller, detail);
    if (token !== undefined) tokens.remember(token, request, writes);
    return consumed;
  };
};
