/** The contracts between services, as they are used outside this folder. */
export * from './catalogue.ts';
export * from './chef.ts';
export type { EventDefinition, EventOf, Service } from './define-event.ts';
export type { Envelope } from './envelope.ts';
export * from './event-id.ts';
export * from './event-size.ts';
export * from './inventory.ts';
export { describeIssues } from './issues.ts';
export * from './kitchen.ts';
export * from './make-event.ts';
export * from './money.ts';
export * from './order.ts';
export * from './parse-event.ts';
export * from './payload-hash.ts';
export * from './payment.ts';
export type { Rejection } from './rejection.ts';
export * from './unreadable-event.ts';
