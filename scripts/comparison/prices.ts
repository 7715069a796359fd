import type { Unit } from '../../lab/meter/meter.ts';

/** A list price, us-east-1, in USD. */
export interface Price {
  readonly perMillion: number;
  readonly source: string;
}

/**
 * Logs, X-Ray, KMS and cold starts apart: the first three follow the volume of everything else, and cold starts are
 * rare where a million orders come in.
 */
const prices: Readonly<Partial<Record<Unit, Price>>> = {
  'lambda.requests': { perMillion: 0.2, source: 'AWS Lambda pricing' },
  'lambda.gbSeconds': { perMillion: 13.3334, source: 'AWS Lambda pricing, arm64' },
  'dynamodb.writeUnits': { perMillion: 0.625, source: 'AWS DynamoDB pricing, 2025-07, on demand' },
  'dynamodb.readUnits': { perMillion: 0.125, source: 'AWS DynamoDB pricing, 2025-07, on demand' },
  'eventbridge.events': {
    perMillion: 1,
    source: 'AWS EventBridge pricing, 2026-03, classic bus, 64 KB chunks',
  },
  'stepfunctions.transitions': { perMillion: 25, source: 'AWS Step Functions pricing, Standard' },
  'sqs.requests': { perMillion: 0.4, source: 'AWS SQS pricing (check)' },
  'http.requests': { perMillion: 1, source: 'AWS API Gateway pricing, HTTP API (check)' },
};

/** Floors of a smaller shape than this one (docs/cost.md): a horizon, not a budget. USD per million orders. */
export const theoreticalFloor = { choreography: 12.38, orchestration: 129.3 } as const;

export type Units = Readonly<Partial<Record<Unit, number>>>;

/** USD per million of what `units` were used for once. */
export const costPerMillion = (units: Units): number =>
  Object.entries(units).reduce(
    (total, [unit, quantity]) => total + quantity * (prices[unit as Unit]?.perMillion ?? 0),
    0,
  );
