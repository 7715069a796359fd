// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code.

/** One remedy of the code taken away: the simulation must see that it is missed. */
export interface Guard {
  /** What the remedy does, in a few words. */
  readonly name: string;
  /** As numbered in docs/hazards.md: `H4`. */
  readonly hazard: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Set where the guard stands in one pattern's code, or matters only there. */
  readonly pattern?: 'choreography' | 'orchestration';
  /** A seed that sees it, where others before it take long: the search begins there, and else at 0. */
  readonly seen?: number;
}

/** A hazard without a guard to take away, and why. */
export interface Pending {
  readonly hazard: string;
  readonly reason: string;
}

/** By hazard. */
export const guards: readonly Guard[] = [
  {
    name: 'a fact that is in already costs nothing',
    hazard: 'H2',
    file: 'src/services/kitchen/decisions.ts',
    find: 'row?.heard[name] !== undefined || isDecided(row)\n      ? keep',
    replace: 'row?.heard[name] !== undefined\n      ? keep',
  },
  {
    name: 'a row is written only on the version seen',
    hazard: 'H2',
    file: 'src/platform/rows.ts',
    find: "ConditionExpression: 'version = :seen'",
    replace: "ConditionExpression: 'version >= :seen OR version < :seen'",
  },
  {
    name: 'a row is created only where there is none',
    hazard: 'H37',
    file: 'src/platform/rows.ts',
    find: "{ ConditionExpression: 'attribute_not_exists(orderId)' }",
    replace: "{ ConditionExpression: 'attribute_exists(orderId) OR attribute_not_exists(orderId)' }",
  },
  {
    name: 'only an intent is concluded by the provider’s answer',
    hazard: 'H4',
    file: 'src/services/payment/decisions.ts',
    find: "if (row?.status !== 'INTENT') return keep;",
    replace: 'if (row?.charge === undefined) return keep;',
    seen: 246,
  },
  {
    name: 'a voided intent keeps asking until no charge can land any more',
    hazard: 'H5',
    file: 'src/services/payment/decisions.ts',
    find: 'now < voidingAt + LONGEST_CHARGE + LAST_ASK',
    replace: 'now < voidingAt',
  },
  {
    name: 'the provider is asked whether a voided intent was charged',
    hazard: 'H5',
    file: 'src/services/payment/operations.ts',
    find: "row.status === 'COMPLETED' ? 'charged' : await deps.provider.lookUp(chargeKey)",
    replace: "row.status === 'COMPLETED' ? 'charged' : 'none'",
  },
  {
    name: 'a charge refuses behind a tombstone',
    hazard: 'H6',
    file: 'src/services/payment/decisions.ts',
    find: 'if (row !== undefined) return keep;\n    if (token === undefined)',
    replace: "if (row !== undefined && row.status !== 'VOIDED') return keep;\n    if (token === undefined)",
    seen: 58,
  },
  {
    name: 'a reservation refuses behind a tombstone',
    hazard: 'H6',
    file: 'src/services/inventory/decisions.ts',
    find: "if (row !== undefined) return keep;\n    if (needs.kind === 'unknown')",
    replace:
      "if (row !== undefined && row.status !== 'RELEASED') return keep;\n    if (needs.kind === 'unknown')",
  },
  {
    name: 'an assignment refuses behind a tombstone',
    hazard: 'H6',
    file: 'src/services/chef/decisions.ts',
    find: 'if (row !== undefined) return keep;\n    const candidates',
    replace: "if (row !== undefined && row.status !== 'RELEASED') return keep;\n    const candidates",
  },
  {
    name: 'a command that was answered is not decided again',
    hazard: 'H7',
    file: 'src/platform/change.ts',
    find: 'if (row !== undefined && heard?.answer !== undefined) {',
    replace: 'if (row !== undefined && heard?.answer !== undefined && command.cause.attempt < 0) {',
  },
  {
    name: 'the same command with another payload is a conflict',
    hazard: 'H8',
    file: 'src/platform/change.ts',
    find: 'if (heard !== undefined && heard.hash !== command.cause.hash) {',
    replace: 'if (heard !== undefined && heard.hash === undefined) {',
  },
  {
    name: 'a fact said again has the data it had',
    hazard: 'H8',
    file: 'src/platform/change.ts',
    find: 'data: before?.data ?? fact.data,',
    replace: 'data: fact.data,',
  },
  {
    name: 'the arbiter decides once',
    hazard: 'H9',
    file: 'src/services/kitchen/decisions.ts',
    find: "row !== undefined && row.status !== 'waiting';",
    replace: "row !== undefined && row.status === 'completed';",
  },
  {
    name: 'what is still missing at the deadline is too late',
    hazard: 'H9',
    file: 'src/services/kitchen/decisions.ts',
    find: "return overdue ? 'overdue' : undefined;",
    replace: 'return undefined;',
  },
  {
    name: 'a tombstone outlives whatever may still come',
    hazard: 'H10',
    file: 'src/platform/change.ts',
    find: 'const KEEP_DAYS = 60;',
    replace: 'const KEEP_DAYS = 14;',
    seen: 70,
  },
  {
    name: 'an undo that fails is tried again',
    hazard: 'H11',
    file: 'src/services/payment/operations.ts',
    find: 'await deps.provider.refund(refundOf(command.orderId, chargeKey, row.charge.amount));',
    replace:
      'await deps.provider.refund(refundOf(command.orderId, chargeKey, row.charge.amount)).catch(() => {});',
  },
  {
    name: 'what the bus did not take is delivered again',
    hazard: 'H12',
    file: 'src/platform/relay.ts',
    find: 'batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier }))',
    replace: 'batchItemFailures: []',
    seen: 78,
  },
  {
    name: 'an event’s id is that of its step, whenever it is said',
    hazard: 'H13',
    file: 'src/contracts/make-event.ts',
    find: 'id: eventId(definition.type, orderId),',
    replace: 'id: `${eventId(definition.type, orderId)}-${attempt}`,',
  },
  {
    name: 'a row that cannot be read does not block its shard',
    hazard: 'H14',
    file: 'src/platform/record.ts',
    find: 'await quarantine(reason, keepable(record));\n    return undefined;',
    replace: 'await quarantine(reason, keepable(record));\n    throw error;',
    seen: 71,
  },
  {
    name: 'a row that cannot be read is kept, not dropped',
    hazard: 'H14',
    file: 'src/platform/record.ts',
    find: 'await quarantine(reason, keepable(record));',
    replace: '',
  },
  {
    name: 'a nudge is answered by saying the fact again',
    hazard: 'H15',
    file: 'src/platform/change.ts',
    find: 'return command.cause.attempt > heard.attempt',
    replace: 'return command.cause.attempt < 0',
    pattern: 'choreography',
  },
  {
    name: 'the reconciler raises the attempt',
    hazard: 'H15',
    file: 'src/services/order/decisions.ts',
    find: "attempt: look === 'leave' ? row.attempt : row.attempt + 1,",
    replace: 'attempt: row.attempt,',
  },
  {
    name: 'the reconciler says the order’s last fact again',
    hazard: 'H16',
    file: 'src/services/order/decisions.ts',
    find: "return write(state, look === 'nudge' ? nudge(row, now) : undefined);",
    replace: 'return write(state, undefined);',
    pattern: 'choreography',
  },
  {
    name: 'the marker of a step is in the row that the step writes',
    hazard: 'H17',
    file: 'src/platform/change.ts',
    find: 'heard: initiative ? (row?.heard ?? {}) : { ...row?.heard, [command.name]: entry },',
    replace: 'heard: row?.heard ?? (entry && {}),',
  },
  {
    name: 'a write that was applied although nobody heard is found to be the own one',
    hazard: 'H18',
    file: 'src/platform/change.ts',
    find: "if (written.kind === 'conflict') row = written.row;",
    replace: "if (written.kind === 'conflict') row = row ?? undefined;",
  },
  {
    name: 'a step whose outcome is unknown is undone too',
    hazard: 'H20',
    file: 'src/services/payment/decisions.ts',
    find: "return write<PaymentRow>({ status: 'VOIDING', charge: row.charge, voidingAt: now });",
    replace: 'return keep;',
    pattern: 'orchestration',
  },
  {
    name: 'the charge’s key is the order’s, whatever the attempt',
    hazard: 'H21',
    file: 'src/services/payment/operations.ts',
    find: 'idempotencyKey: paymentIdOf(command.orderId),\n      ...row.charge,',
    replace: 'idempotencyKey: `${paymentIdOf(command.orderId)}-${deps.clock()}`,\n      ...row.charge,',
  },
  {
    name: 'a run that ended before its order is followed by another',
    hazard: 'H22',
    file: 'src/orchestration/recovery.ts',
    find: "const row = await lookAgain(order, status === 'ended' ? 'restart' : 'leave');",
    replace: "const row = await lookAgain(order, 'leave');",
    pattern: 'orchestration',
  },
  {
    name: 'a run that exists is a run that is started',
    hazard: 'H24',
    file: 'src/orchestration/execution.ts',
    find: 'if (!(error instanceof ExecutionAlreadyExists)) throw error;',
    replace: 'throw error;',
    pattern: 'orchestration',
  },
  {
    name: 'an order whose hold has run out is rejected',
    hazard: 'H26',
    file: 'src/services/kitchen/decisions.ts',
    find: "return now < Date.parse(inventory.expiresAt) ? undefined : 'reservation-expired';",
    replace: 'return undefined;',
  },
  {
    name: 'the deadline is stored once',
    hazard: 'H27',
    file: 'src/services/order/decisions.ts',
    find: 'return { status, caller, deadline, attempt,',
    replace: 'return { status, caller, deadline: deadline + MINUTE, attempt,',
    seen: 120,
  },
  {
    name: 'an order stays open until everybody is done with it',
    hazard: 'H28',
    file: 'src/services/order/decisions.ts',
    find: 'const open = !closed && openShard',
    replace: "const open = status === 'created' && openShard",
  },
  {
    name: 'a missing run is started by the reconciler',
    hazard: 'H28',
    file: 'src/orchestration/recovery.ts',
    find: "const row = await lookAgain(order, status === 'ended' ? 'restart' : 'leave');",
    replace:
      "if (status === 'missing') return;\n    const row = await lookAgain(order, status === 'ended' ? 'restart' : 'leave');",
    pattern: 'orchestration',
    seen: 229,
  },
  {
    name: 'an event of an unknown version is kept, not dropped',
    hazard: 'H31',
    file: 'src/platform/middleware/consumer.ts',
    find: 'await quarantine(`${error.name}: ${error.message}`, content);',
    replace: '',
    pattern: 'choreography',
  },
  {
    name: 'an oversized event is kept, not acted on',
    hazard: 'H32',
    file: 'src/platform/middleware/consumer.ts',
    find: 'assertFits(event);\n    const answer',
    replace: 'const answer',
    pattern: 'choreography',
    seen: 466,
  },
  {
    name: 'no means of payment stands in an event',
    hazard: 'H33',
    file: 'src/services/payment/decisions.ts',
    find: 'transactionId: answer.transactionId,',
    replace: 'transactionId: `${answer.transactionId}-${charge.token}`,',
  },
  {
    name: 'stock is taken only where enough is left',
    hazard: 'H34',
    file: 'src/services/inventory/stock.ts',
    find: "ConditionExpression: '#quantity >= :quantity',",
    replace: "ConditionExpression: '#quantity >= :quantity OR #quantity < :quantity',",
  },
  {
    name: 'unavailable only after every shard was read',
    hazard: 'H34',
    file: 'src/services/inventory/allocate.ts',
    find: ': gather(quantity, startingAt(preferred, shelves));',
    replace: ': gather(quantity, startingAt(preferred, shelves).slice(0, 1));',
    seen: 257,
  },
  {
    name: 'what is given back is exactly what was held',
    hazard: 'H34',
    file: 'src/services/inventory/decisions.ts',
    find: 'giveBack(holdingsOf(row)));',
    replace: 'giveBack({}));',
  },
  {
    name: 'a chef is booked only while there is room',
    hazard: 'H34',
    file: 'src/services/chef/roster.ts',
    find: "ConditionExpression: '#booked < #capacity',",
    replace: "ConditionExpression: '#booked < #capacity OR #booked >= #capacity',",
  },
  {
    name: 'an order past the pivot is said to be ready again, not rejected',
    hazard: 'H35',
    file: 'src/services/kitchen/decisions.ts',
    find: "row.status === 'rejected' ? kitchenRejected.type : kitchenReady.type;",
    replace: 'kitchenRejected.type;',
    pattern: 'choreography',
  },
  {
    name: 'an undo of nothing says so: payment',
    hazard: 'H36',
    file: 'src/services/payment/decisions.ts',
    find: 'if (row === undefined) return voided(orderId);',
    replace: 'if (row === undefined) return keep;',
  },
  {
    name: 'an undo of nothing says so: inventory',
    hazard: 'H36',
    file: 'src/services/inventory/decisions.ts',
    find: 'if (row === undefined) return released(orderId, [], []);',
    replace: 'if (row === undefined) return keep;',
  },
  {
    name: 'an undo of nothing says so: chef',
    hazard: 'H36',
    file: 'src/services/chef/decisions.ts',
    find: "row?.status === 'RELEASED' ? keep : released(orderId, row?.chefId, release);",
    replace:
      "row === undefined || row.status === 'RELEASED' ? keep : released(orderId, row.chefId, release);",
    seen: 80,
  },
  {
    name: 'another run asks the arbiter the same question, whatever facts it brings',
    hazard: 'H38',
    file: 'src/orchestration/kitchen.ts',
    find: "return { ...command, cause: { ...command.cause, hash: 'decide' } };",
    replace: 'return command;',
    pattern: 'orchestration',
  },
];

/** The others, and why no line of theirs can be taken away. */
export const pending: readonly Pending[] = [
  {
    hazard: 'H1',
    reason: 'every attribute is at the top of its row, and a row is written whole: there is no path',
  },
  { hazard: 'H3', reason: 'correlation=log, an append-only event log, is not built' },
  {
    hazard: 'H19',
    reason:
      'a branch that does not catch fails its run, and the reconciler starts another: only time is lost',
  },
  { hazard: 'H23', reason: 'workflow=express is not built' },
  { hazard: 'H25', reason: 'no task waits for a token' },
  {
    hazard: 'H29',
    reason:
      'without its retry queue an event comes again by the reconciler, within the hour: only time is lost',
  },
  { hazard: 'H30', reason: 'handlers commute by their decisions; no line keeps an order within a batch' },
];
