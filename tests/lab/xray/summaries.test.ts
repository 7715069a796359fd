import { GetTraceSummariesCommand } from '@aws-sdk/client-xray';
import { describe, expect, it } from '@jest/globals';
import { createWorld, id, START, second, traceId } from './world.ts';

/** Four traces: a good one, one that failed, one whose caller was at fault, and a slow one. */
const withTraces = async () => {
  const world = createWorld();
  const origin = 'AWS::Lambda::Function';
  await world.put(
    { trace_id: traceId('a'), id: id('1'), name: 'place', origin, annotations: { orderId: 'o-1', size: 12 } },
    {
      trace_id: traceId('b'),
      id: id('1'),
      name: 'place',
      fault: true,
      annotations: { orderId: 'o-2', paid: true },
    },
    { trace_id: traceId('c'), id: id('1'), name: 'pay', error: true },
    { trace_id: traceId('d'), id: id('1'), name: 'pay', end_time: second(30), throttle: true },
  );
  const found = async (expression?: string): Promise<string> => {
    const { TraceSummaries = [] } = await world.find(expression);
    return TraceSummaries.map(({ Id }) => Id?.at(-1)).join('');
  };
  return { ...world, found };
};

/** X-Ray developer guide, "Use filter expressions". */
describe('a filter expression', () => {
  it.each([
    ['', 'abcd'],
    ['annotation.orderId = "o-1"', 'a'],
    ['annotation[orderId] = "o-1"', 'a'],
    ['annotation["orderId"] = "o-1"', 'a'],
    ['annotation.orderId', 'ab'],
    ['annotation.orderId BEGINSWITH "o-"', 'ab'],
    ['annotation.orderId CONTAINS "2"', 'b'],
    ['annotation.orderId ENDSWITH "1"', 'a'],
    ['annotation.orderId != "o-1"', 'b'],
    ['annotation.size >= 12 AND annotation.size < 13', 'a'],
    ['annotation.size = "12"', ''],
    ['annotation.size > "1"', ''],
    ['annotation.paid = true', 'b'],
    ['service("place")', 'ab'],
    ['service(id(name: "place", type: "AWS::Lambda::Function"))', 'a'],
    ['service()', 'abcd'],
    ['fault', 'b'],
    ['fault = false', 'acd'],
    ['ok', 'a'],
    ['!ok', 'bcd'],
    ['error OR throttle', 'cd'],
    ['NOT (error OR throttle)', 'ab'],
    ['service("pay") AND duration > 5', 'd'],
    ['responsetime <= 1', 'abc'],
  ])('%s', async (expression, expected) => {
    const { found } = await withTraces();
    expect(await found(expression)).toBe(expected);
  });

  it.each([
    ['annotation.orderId = ', /expected a value/],
    ['service("pay"', /expected "\)"/],
    ['fault fault', /expected the end, found fault/],
    ['# 1', /unexpected "# 1"/],
    ['http.url = "x"', /The lab does not support "http\.url" in a filter expression\./],
    ['edge("a", "b")', /The lab does not support "edge"/],
    ['service("pay") { fault }', /The lab does not support a filter within service\(\)\./],
  ])('refuses %s', async (expression, message) => {
    const { found } = await withTraces();
    await expect(found(expression)).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringMatching(message),
    });
  });
});

/** X-Ray API reference, "GetTraceSummaries". */
describe('GetTraceSummaries', () => {
  it('tells what a trace is about', async () => {
    const { put, find } = createWorld();
    await put(
      {
        ...{
          trace_id: traceId('a'),
          id: id('1'),
          name: 'place',
          origin: 'AWS::Lambda::Function',
          user: 'eve',
        },
        ...{ resource_arn: 'arn:place', http: { request: { method: 'POST' }, response: { status: 202 } } },
      },
      {
        ...{ trace_id: traceId('a'), id: id('2'), parent_id: id('1'), type: 'subsegment', name: 'step' },
        annotations: { orderId: 'o-1' },
      },
      {
        trace_id: traceId('a'),
        id: id('3'),
        parent_id: id('2'),
        name: 'pay',
        end_time: second(4),
        fault: true,
      },
    );
    const place = {
      Name: 'place',
      Names: ['place'],
      AccountId: '123456789012',
      Type: 'AWS::Lambda::Function',
    };
    expect((await find()).TraceSummaries).toEqual([
      {
        ...{ Id: traceId('a'), StartTime: new Date(START), Duration: 4, ResponseTime: 1, Revision: 1 },
        ...{ HasFault: true, HasError: false, HasThrottle: false, IsPartial: false },
        Http: { HttpMethod: 'POST', HttpStatus: 202 },
        Annotations: { orderId: [{ AnnotationValue: { StringValue: 'o-1' }, ServiceIds: [place] }] },
        Users: [{ UserName: 'eve', ServiceIds: [] }],
        ServiceIds: [place, { Name: 'pay', Names: ['pay'], AccountId: '123456789012' }],
        ResourceARNs: [{ ARN: 'arn:place' }],
        EntryPoint: place,
      },
    ]);
  });

  it('looks at when traces began, or at when something happened in them', async () => {
    const { client, settle, put } = createWorld();
    await put(
      { trace_id: traceId('a'), id: id('1'), end_time: second(100) },
      { trace_id: traceId('b', 60), id: id('1'), start_time: second(60), end_time: second(61) },
    );
    const found = async (TimeRangeType?: 'Event' | 'TraceId') => {
      const StartTime = new Date(START + 50_000);
      const EndTime = new Date(START + 70_000);
      const range = new GetTraceSummariesCommand({ StartTime, EndTime, TimeRangeType });
      return (await settle(client.send(range))).TraceSummaries?.map(({ Id }) => Id);
    };
    expect(await found()).toEqual([traceId('b', 60)]);
    expect(await found('TraceId')).toEqual([traceId('b', 60)]);
    expect(await found('Event')).toEqual([traceId('a'), traceId('b', 60)]);
  });

  it('refuses a time that ends before it begins', async () => {
    const { client, settle } = createWorld();
    const [StartTime, EndTime] = [new Date(START), new Date(START - 1)];
    await expect(settle(client.send(new GetTraceSummariesCommand({ StartTime, EndTime })))).rejects.toThrow(
      'EndTime must be after StartTime.',
    );
  });

  it('pages, and loses nothing', async () => {
    const { put, find } = createWorld();
    const ids = Array.from(
      { length: 250 },
      (_, n) => `${traceId('0').slice(0, -3)}${String(n).padStart(3, '0')}`,
    );
    for (const trace_id of ids) await put({ trace_id, id: id('1') });
    const found: (string | undefined)[] = [];
    let pages = 0;
    let token: string | undefined;
    do {
      const { TraceSummaries = [], NextToken } = await find(undefined, token);
      found.push(...TraceSummaries.map(({ Id }) => Id));
      token = NextToken;
      pages++;
    } while (token !== undefined);
    expect(pages).toBeGreaterThan(1);
    expect(found).toEqual(ids);
  });
});
