/**
 * What the linter knows of event types: commands with the fact each brings about, and words for a fact that do not end
 * in -ed. Data, to be added to.
 */

/** Command → the fact that is published when it has been carried out. */
export const factOf: Readonly<Record<string, string>> = {
  accept: 'accepted',
  add: 'added',
  approve: 'approved',
  assign: 'assigned',
  authorize: 'authorized',
  book: 'booked',
  build: 'built',
  calculate: 'calculated',
  cancel: 'cancelled',
  capture: 'captured',
  change: 'changed',
  charge: 'charged',
  check: 'checked',
  close: 'closed',
  complete: 'completed',
  confirm: 'confirmed',
  create: 'created',
  decline: 'declined',
  delete: 'deleted',
  deliver: 'delivered',
  dispatch: 'dispatched',
  execute: 'executed',
  expire: 'expired',
  extract: 'extracted',
  fail: 'failed',
  finish: 'finished',
  generate: 'generated',
  hold: 'held',
  import: 'imported',
  initiate: 'initiated',
  insert: 'inserted',
  make: 'made',
  move: 'moved',
  notify: 'notified',
  open: 'opened',
  pay: 'paid',
  pick: 'picked',
  place: 'placed',
  prepare: 'prepared',
  process: 'processed',
  publish: 'published',
  receive: 'received',
  refund: 'refunded',
  register: 'registered',
  reject: 'rejected',
  release: 'released',
  remove: 'removed',
  request: 'requested',
  reserve: 'reserved',
  resize: 'resized',
  retry: 'retried',
  reverse: 'reversed',
  save: 'saved',
  scan: 'scanned',
  schedule: 'scheduled',
  sell: 'sold',
  send: 'sent',
  ship: 'shipped',
  start: 'started',
  stop: 'stopped',
  store: 'stored',
  submit: 'submitted',
  transfer: 'transferred',
  update: 'updated',
  upload: 'uploaded',
  validate: 'validated',
  verify: 'verified',
  void: 'voided',
  withdraw: 'withdrawn',
  write: 'written',
};

/** Past forms that do not end in -ed. */
export const irregularFacts = setOf(
  'begun bought broken brought built caught chosen done drawn driven fallen forgotten found frozen given gone grown',
  'held hidden kept known left lent lost made met overridden overwritten paid read rebuilt resent reset seen sent set',
  'shown sold spent split stolen taken thrown told undone withdrawn won written',
);

/** Words ending in -ed that are no past form. */
export const falseFriends = setOf('bleed breed embed exceed feed need proceed seed speed succeed weed');

/** States that a thing has come into: as good a fact as a verb in the past. */
export const states = setOf(
  'active available busy due empty full healthy idle inactive late low offline online overdue ready stale timeout',
  'unavailable unhealthy',
);

/** Words that say nothing about what happened. */
export const emptyWords = setOf('data event events info message notification payload status');

function setOf(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.join(' ').split(' '));
}
