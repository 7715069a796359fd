import { readTrace, type Trace } from '../../../scripts/tracing/span.ts';

/** A segment document; times in ms, as tests have them. */
export interface Given {
  readonly id: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly parent?: string;
  readonly origin?: string;
  readonly namespace?: string;
  readonly inferred?: boolean;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly inside?: readonly Given[];
}

const START_S = 1_768_298_400;

const documentOf = ({ id, name, from, to, parent, inside, ...others }: Given): object => ({
  ...{ id, name, start_time: START_S + from / 1000, end_time: START_S + to / 1000, ...others },
  ...(parent !== undefined && { parent_id: parent }),
  ...(inside !== undefined && { subsegments: inside.map(documentOf) }),
});

/** Reads a trace of the stack `shop`. */
export const traceOf = (...segments: readonly Given[]): Trace => {
  const trace = readTrace(
    '1-a',
    segments.map((segment) => JSON.stringify(documentOf(segment))),
    'shop',
  );
  if (trace === undefined) throw new Error('the trace is empty');
  return trace;
};

const LAMBDA = { origin: 'AWS::Lambda::Function' };

/** A function's segment, in which something was done about an order. */
export const ran = (
  id: string,
  name: string,
  [from, to]: readonly [number, number],
  {
    parent,
    init = 0,
    fact,
    calls = [],
  }: { parent?: string; init?: number; fact?: string; calls?: readonly Given[] },
): Given => ({
  ...{ id, name: `shop-${name}`, from, to, ...LAMBDA },
  ...(parent !== undefined && { parent }),
  inside: [
    ...(init > 0 ? [{ id: `${id}-init`, name: 'Initialization', from, to: from + init }] : []),
    {
      ...{ id: `${id}-run`, name: 'Invocation', from: from + init, to },
      inside: [
        {
          ...{ id: `${id}-work`, name: `com.pizzaco.${name}.asked`, from: from + init, to, inside: calls },
          annotations: { orderId: 'o', ...(fact !== undefined && { fact: `com.pizzaco.${fact}` }) },
        },
      ],
    },
  ],
});

export const call = (id: string, name: string, from: number, to: number): Given => ({
  ...{ id, name, from, to, namespace: 'aws' },
});

/** Placed, relayed, and completed: 10 ms of work, 100 on the way, 5 of work, 200 on the way, 20 cold and 30 of work. */
export const order = (): Trace =>
  traceOf(
    ran('a', 'placeOrder', [0, 10], { fact: 'order.created', calls: [call('a-db', 'DynamoDB', 2, 9)] }),
    {
      ...{ id: 'b', name: 'shop-relay', from: 110, to: 115, parent: 'a-run', ...LAMBDA },
      annotations: { orderId: 'o', event: 'com.pizzaco.order.created' },
      inside: [call('b-put', 'EventBridge', 110, 115)],
    },
    ran('c', 'order', [315, 365], { parent: 'b-put', init: 20, fact: 'order.completed' }),
    // Quicker than the way to completed, and not on it.
    ran('d', 'chef', [200, 260], { parent: 'b-put', fact: 'kitchen.ready' }),
  );
