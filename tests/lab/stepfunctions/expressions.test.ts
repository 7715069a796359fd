import { describe, expect, it } from '@jest/globals';
import { createWorld, START } from './world.ts';

const evaluate = async (expression: string, input: unknown = {}) => {
  const { output, error, cause } = await createWorld().runState(
    { Type: 'Pass', Output: `{% ${expression} %}`, End: true },
    input,
  );
  return { output, error, cause };
};

describe('Functions that Step Functions adds to JSONata ("JSONata functions provided by Step Functions")', () => {
  it.each<[string, unknown]>([
    ['$partition([1,2,3,4,5], 2)', [[1, 2], [3, 4], [5]]],
    ['$partition([1,2,3], 2.9)', [[1, 2], [3]]],
    ['$range(0, 3, 1)', [0, 1, 2, 3]],
    ['$range(0, 3, 2)', [0, 2]],
    ['$range(3, 0, -1)', [3, 2, 1, 0]],
    ['$range(-1.7, 1, 1)', [-1, 0, 1]],
    ['$range(1, 1, 1)', 1],
    ["$hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ["$hash('', 'MD5')", 'd41d8cd98f00b204e9800998ecf8427e'],
    ['$parse(\'{"a":[1]}\')', { a: [1] }],
    ['$parse(\'{"a":1}\').a', 1],
    ['$random(42) = $random(42)', true],
    ['$random() != $random()', true],
    ['$random() < 1', true],
    ['$uuid() != $uuid()', true],
  ])('%s is %j', async (expression, expected) => {
    expect(await evaluate(expression)).toEqual({ output: expected });
  });

  it('$uuid gives a UUID of version 4', async () => {
    expect((await evaluate('$uuid()')).output).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it.each(['$partition([1], 0)', '$range(0, 3, 0)', '$range(0, 3, -1)', "$hash('x')"])(
    '%s is nothing',
    async (expression) => {
      expect((await evaluate(expression)).cause).toContain('returned nothing (undefined)');
    },
  );

  it.each([
    ["$eval('1')", 'T1006: Attempted to invoke a non-function'],
    ["$parse('{')", 'threw an error during evaluation'],
    ["$hash('x', 'SHA-3')", 'Unsupported hash algorithm: SHA-3'],
  ])('%s fails', async (expression, cause) => {
    const failed = await evaluate(expression);
    expect(failed.error).toBe('States.QueryEvaluationError');
    expect(failed.cause).toContain(cause);
  });
});

describe('Time and chance in expressions', () => {
  it('are those of the lab', async () => {
    expect(await evaluate('[$now(), $millis()]')).toEqual({ output: [new Date(START).toISOString(), START] });
    expect(await evaluate("$now('[Y]-[M01]', '+0200')")).toEqual({ output: '2026-01' });
    expect(await evaluate("$fromMillis($toMillis('08:30', '[H01]:[m01]'))")).toEqual({
      output: '2026-01-01T08:30:00.000Z',
    });
    expect(await evaluate("$toMillis('2026-01-01T12:00:00.000Z')")).toEqual({ output: START });
    const shuffled = await evaluate('$shuffle([1..9])');
    expect(shuffled).toEqual(await evaluate('$shuffle([1..9])'));
    expect((shuffled.output as number[]).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('Results of expressions ("Transforming data with JSONata in Step Functions")', () => {
  it('are plain JSON: no mark of the engine is left on arrays', async () => {
    const world = createWorld({ f: (payload) => Object.keys((payload as { list: object }).list) });
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'f', Payload: { list: '{% $states.input.items.n %}' } },
      Output: '{% $states.result.Payload %}',
      End: true,
    };
    const { output } = await world.runState(task, { items: [{ n: 1 }, { n: 2 }] });
    expect(output).toEqual(['0', '1']);
  });

  it.each<[string, unknown]>([
    ['$states.input.none', null],
    ['$states.input.list', [{ n: 1 }, { n: 2 }]],
    ['$states.input.list.n', [1, 2]],
    ['$states.input.list[0].n', 1],
    ['$states.input.one', [{ n: 3 }]],
    ['$states.input.one.n', 3],
    ['$states.input.empty', []],
    ['$states.input.deep.er.est', 'x'],
    ["$states.input.'odd key'", 1],
  ])('%s', async (expression, expected) => {
    const input = {
      none: null,
      list: [{ n: 1 }, { n: 2 }],
      one: [{ n: 3 }],
      empty: [],
      deep: { er: { est: 'x' } },
      'odd key': 1,
    };
    expect(await evaluate(expression, input)).toEqual({ output: expected });
  });

  it.each([
    '$states.input.missing',
    '$states.input.text.length',
    '$states.input.toString',
    '$nothing',
    '$states.input.none.a',
  ])('%s is nothing, and fails with States.QueryEvaluationError', async (expression) => {
    const { error, cause } = await evaluate(expression, { text: 'x', none: null });
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(
      `The JSONata expression '${expression}' specified for the field 'Output' returned nothing (undefined).`,
    );
  });

  it.each(['$sum', 'function($x){$x}', '[$sum]'])('%s is no JSON value', async (expression) => {
    expect((await evaluate(expression)).cause).toContain('returned an unsupported result type');
  });

  it('fail with the code and text of the evaluator', async () => {
    const { error, cause } = await evaluate("1 + 'a'");
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toContain(
      'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
    );
  });

  it('nest 100 levels at most', async () => {
    const terms = (count: number) => Array.from({ length: count }, () => '1').join('+');
    expect(await evaluate(terms(100))).toEqual({ output: 100 });
    expect((await evaluate(terms(101))).error).toBe('States.QueryEvaluationError');
  });

  it('name the place within the field', async () => {
    const state = { Type: 'Pass', Output: { a: { b: [1, '{% $states.input.x %}'] } }, End: true };
    expect((await createWorld().runState(state)).cause).toContain("specified for the field 'Output/a/b[1]'");
  });
});

describe('$states.context ("Accessing execution data from the Context object")', () => {
  it('has the execution, the state and the state machine', async () => {
    const world = createWorld();
    const stateMachineArn = world.create({
      StartAt: 'State',
      States: { State: { Type: 'Pass', Output: '{% $states.context %}', End: true } },
    });
    const { executionArn } = await world.call('StartExecution', {
      stateMachineArn,
      name: 'n',
      input: '{"a":1}',
    });
    await world.kernel.clock.run();
    const at = new Date(START).toISOString();
    expect((await world.describe(String(executionArn))).output).toMatchObject({
      Execution: {
        Id: executionArn,
        Input: { a: 1 },
        Name: 'n',
        RoleArn: 'arn:aws:iam::123456789012:role/machine',
        StartTime: at,
        RedriveCount: 0,
      },
      State: { EnteredTime: at, Name: 'State', RetryCount: 0 },
      StateMachine: { Id: stateMachineArn, Name: 'machine' },
    });
  });
});
