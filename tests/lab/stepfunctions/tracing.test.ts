import { describe, expect, it } from '@jest/globals';
import type { SegmentDocument, Traces } from '../../../lab/kernel/ports.ts';
import type { Caller } from '../../../lab/kernel/service.ts';
import { readTraceHeader } from '../../../lab/kernel/trace-header.ts';
import { createWorld, FunctionError, invoke } from './world.ts';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';
const PARENT = '53995c3f42cd8ad8';
const SAMPLED = `Root=${ROOT};Parent=${PARENT};Sampled=1`;

/** X-Ray that samples what has a reservoir, and keeps the last document of each id. */
const fakeTraces = () => {
  const documents = new Map<string, SegmentDocument>();
  const callers: Caller[] = [];
  const reservoirs: (string | undefined)[] = [];
  let ids = 0;
  const traces: Traces = {
    newId: () => (++ids).toString(16).padStart(16, '0'),
    join: (header = '', reservoir) => {
      reservoirs.push(reservoir);
      const { root = ROOT, parent, sampled = reservoir !== undefined } = readTraceHeader(header) ?? {};
      return sampled ? { header, sampled: { traceId: root, parentId: parent } } : { header };
    },
    put: (texts, caller) => {
      callers.push(caller);
      for (const text of texts) {
        const document: SegmentDocument = JSON.parse(text);
        documents.set(document.id, document);
      }
    },
  };
  const nameOf = (id: string | undefined): string => documents.get(id ?? '')?.name ?? String(id);
  /** Each document as `<name> in <parent's name>`. */
  const tree = () => [...documents.values()].map(({ name, parent_id }) => `${name} in ${nameOf(parent_id)}`);
  const named = (name: string) => [...documents.values()].find((document) => document.name === name);
  return { traces, documents, callers, reservoirs, tree, named };
};

const traced = { TracingConfiguration: { Enabled: true } };

const flow = {
  StartAt: 'Both',
  States: {
    Both: {
      Type: 'Parallel',
      Branches: ['pay', 'bake'].map((name) => ({ StartAt: name, States: { [name]: invoke(name) } })),
      Next: 'Rest',
    },
    Rest: { Type: 'Wait', Seconds: 2, Next: 'Tell' },
    Tell: invoke('tell'),
  },
};

const run = async (
  x: ReturnType<typeof fakeTraces>,
  options: { properties?: object; input?: object; definition?: object } = {},
) => {
  const { properties = traced, input = {}, definition = flow } = options;
  const world = createWorld(
    {
      pay: () => 'paid',
      bake: () => 'baked',
      tell: () => 'told',
      fail: () => {
        throw new FunctionError('Declined');
      },
    },
    { traces: x.traces },
  );
  const stateMachineArn = world.create(definition, properties);
  await world.call('StartExecution', { stateMachineArn, ...input });
  await world.kernel.clock.run();
  return world;
};

/** Step Functions Developer Guide, "Trace Step Functions request data in AWS X-Ray". */
describe('a traced execution', () => {
  it('is a segment with its states inside, and their calls inside those', async () => {
    const x = fakeTraces();
    await run(x, { input: { traceHeader: SAMPLED } });
    expect(x.tree().sort()).toEqual([
      'Both in machine',
      'Lambda in Tell',
      'Lambda in bake',
      'Lambda in pay',
      'Rest in machine',
      'Tell in machine',
      'bake in Both',
      `machine in ${PARENT}`,
      'pay in Both',
    ]);
    expect(x.named('machine')).toMatchObject({
      trace_id: ROOT,
      origin: 'AWS::StepFunctions::StateMachine',
      resource_arn: expect.stringMatching(/:stateMachine:machine$/),
      aws: { execution_arn: expect.stringMatching(/:execution:machine:/) },
    });
    expect(x.named('Lambda')).toMatchObject({
      namespace: 'aws',
      type: 'subsegment',
      aws: { operation: 'Invoke', function_name: expect.any(String) },
    });
    const rest = x.named('Rest');
    expect(Number(rest?.end_time) - Number(rest?.start_time)).toBeCloseTo(2);
    expect([...x.documents.values()].filter((document) => document.in_progress)).toEqual([]);
  });

  it('hands each function a header that leads to its own call', async () => {
    const x = fakeTraces();
    const { invoked } = await run(x, { input: { traceHeader: SAMPLED } });
    const parents = invoked.map(({ traceHeader = '' }) => readTraceHeader(traceHeader));
    expect(parents.map((header) => [header?.root, header?.sampled])).toEqual(Array(3).fill([ROOT, true]));
    const calls = [...x.documents.values()].filter(({ name }) => name === 'Lambda').map(({ id }) => id);
    expect(parents.map((header) => header?.parent).sort()).toEqual(calls.sort());
  });

  it("tells X-Ray of it under the machine's role", async () => {
    const x = fakeTraces();
    await run(x, { input: { traceHeader: SAMPLED } });
    expect(x.callers[0]).toEqual({
      name: 'stateMachine:machine',
      roleArn: 'arn:aws:iam::123456789012:role/machine',
    });
  });

  it('marks what failed, up to the whole execution', async () => {
    const x = fakeTraces();
    const definition = { StartAt: 'Try', States: { Try: invoke('fail') } };
    await run(x, { definition, input: { traceHeader: SAMPLED } });
    expect([...x.documents.values()].map(({ name, fault }) => [name, fault]).sort()).toEqual([
      ['Lambda', true],
      ['Try', true],
      ['machine', true],
    ]);
  });

  it('begins a trace when the machine is traced, sampled by the name of the machine', async () => {
    const x = fakeTraces();
    await run(x);
    expect(x.reservoirs).toEqual(['machine']);
    expect(x.named('machine')?.parent_id).toBeUndefined();
  });

  it('joins a sampled trace even if the machine itself is not traced', async () => {
    const x = fakeTraces();
    await run(x, { properties: {}, input: { traceHeader: SAMPLED } });
    expect(x.named('machine')).toBeDefined();
  });
});

describe('an execution that is not traced', () => {
  it.each([
    ['has no header, and its machine is not traced', { properties: {} }, undefined],
    [
      'has a header that says no',
      { input: { traceHeader: SAMPLED.replace('Sampled=1', 'Sampled=0') } },
      SAMPLED.replace('Sampled=1', 'Sampled=0'),
    ],
  ])('%s: says nothing, and hands on what it has', async (_what, options, header) => {
    const x = fakeTraces();
    const { invoked } = await run(x, options);
    expect(x.documents.size).toBe(0);
    expect(invoked.map(({ traceHeader }) => traceHeader)).toEqual([header, header, header]);
  });
});

/** API reference, "StartExecution": the HTTP header is preferred to `traceHeader`. */
it('the header of the call goes before the one in the request', async () => {
  const x = fakeTraces();
  const world = createWorld({ tell: () => 'told' }, { traces: x.traces });
  const stateMachineArn = world.create({ StartAt: 'Tell', States: { Tell: invoke('tell') } });
  const other = 'Root=1-5759e988-000000000000000000000000;Parent=0000000000000001;Sampled=1';
  const caller = { name: 'function:starter', traceHeader: other };
  await world.call('StartExecution', { stateMachineArn, traceHeader: SAMPLED }, caller);
  expect(x.named('machine')).toMatchObject({ trace_id: '1-5759e988-000000000000000000000000' });
});
