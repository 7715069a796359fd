import { account } from '../kernel/account.ts';

/** An event as it is matched and delivered. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 with seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** What differs from event to event; `time` in epoch ms. */
export interface EventContent {
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  readonly time: number;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export const busEvent = ({ id, source, detailType, time, resources, detail }: EventContent): BusEvent => ({
  version: '0',
  id,
  'detail-type': detailType,
  source,
  account: account.accountId,
  time: new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z'),
  region: account.region,
  resources,
  detail,
});
