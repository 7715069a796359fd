import { describe, expect, it } from '@jest/globals';
import { createWorld } from './world.ts';

const ROOT = '1-5759e988-bd862e3fe1be46a994272793';

/** X-Ray developer guide, "Tracing header". */
describe('the header decides', () => {
  it.each([
    [`Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`, { traceId: ROOT, parentId: '53995c3f42cd8ad8' }],
    [`Root=${ROOT};Sampled=1`, { traceId: ROOT, parentId: undefined }],
    [
      `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a:0`,
      { traceId: ROOT, parentId: '53995c3f42cd8ad8' },
    ],
    [`Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=0`, undefined],
  ])('%s', (header, sampled) => {
    const { traces } = createWorld({ sampleAll: true });
    expect(traces.join(header, 'shop').sampled).toEqual(sampled);
  });

  it('is handed on as it came when the trace is not sampled', () => {
    const header = `Root=${ROOT};Parent=53995c3f42cd8ad8;Sampled=0;Lineage=1:a:0`;
    expect(createWorld().traces.join(header, 'shop')).toEqual({ header });
  });

  it.each([undefined, 'no header', 'Root=1-2-3;Sampled=1'])('%s: a new trace', (header) => {
    const { header: onward, sampled } = createWorld().traces.join(header, 'shop');
    expect(onward).toMatch(/^Root=1-6955b900-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$/);
    expect(sampled).toEqual({ traceId: onward.slice(5, 40), parentId: undefined });
  });
});

/** Lambda developer guide, "Visualize Lambda function invocations using AWS X-Ray": 1 request per second and 5 % of the rest. */
describe('where the header leaves it open', () => {
  const sampledOf = (world: ReturnType<typeof createWorld>, reservoir: string | undefined, count: number) =>
    Array.from({ length: count }, () => world.traces.join(`Root=${ROOT}`, reservoir).sampled !== undefined);

  it('the first request of each second is sampled, for each function', async () => {
    const world = createWorld();
    const first = () => ['place', 'pay'].map((name) => sampledOf(world, name, 1)[0]);
    expect(first()).toEqual([true, true]);
    await world.settle(world.kernel.clock.sleep(1000));
    expect(first()).toEqual([true, true]);
  });

  it('and five per cent of the others', () => {
    const [first, ...others] = sampledOf(createWorld(), 'place', 20_001);
    expect(first).toBe(true);
    const share = others.filter(Boolean).length / others.length;
    expect(share).toBeGreaterThan(0.04);
    expect(share).toBeLessThan(0.06);
  });

  it('none is, where tracing is off', () => {
    expect(sampledOf(createWorld({ sampleAll: true }), undefined, 3)).toEqual([false, false, false]);
  });

  it('all are, on request', () => {
    expect(sampledOf(createWorld({ sampleAll: true }), 'place', 100)).toEqual(Array(100).fill(true));
  });
});
