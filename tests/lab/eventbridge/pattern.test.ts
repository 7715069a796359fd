// Cases follow "Comparison operators for use in event patterns" of the EventBridge user guide; where that is
// silent, the answers are Event Ruler's (github.com/aws/event-ruler, 2.0.1), which EventBridge runs on.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern } from '../../../lab/eventbridge/pattern/pattern.ts';

const matches = (pattern: unknown, event: unknown): boolean => compilePattern(pattern)(event);

describe('operators on one field', () => {
  it.each<[matchers: unknown[], yes: unknown[], no: unknown[]]>([
    [['x'], ['x'], ['X', 'xx', '', 1, true, null]],
    [['x', 'y'], ['x', 'y'], ['z']],
    [['1'], ['1'], [1]],
    [[1], [1, 1.0], ['1', 2, true]],
    [[true], [true], ['true', false, 1]],
    [[null], [null], ['null', 0, false, '']],
    [[''], [''], [null, 'x']],
    [['::1'], ['::1', '0:0:0:0:0:0:0:1'], ['::2']],
    [[{ exactly: 'x' }], ['x'], ['xx']],
    [[{ prefix: 'us-' }], ['us-', 'us-east-1'], ['US-east-1', 'eu', 1]],
    [[{ prefix: '' }], ['', 'x'], [1, null]],
    [[{ prefix: '1' }], ['12'], [12]],
    [[{ prefix: { 'equals-ignore-case': 'us-' } }], ['US-east-1', 'us-'], ['eu-us-']],
    [[{ suffix: '.png' }], ['.png', 'a.png'], ['a.PNG', 'png.', 1]],
    [[{ suffix: { 'equals-ignore-case': '.png' } }], ['a.PnG'], ['.pngs']],
    [[{ 'equals-ignore-case': 'Alice' }], ['alice', 'ALICE'], ['alices']],
    [[{ wildcard: 'a*c' }], ['ac', 'abc', 'abcbc'], ['a', 'c', 'abcd', 'xac']],
    [[{ wildcard: 'a*a' }], ['aa', 'aba'], ['a']],
    [[{ wildcard: '*b*b' }], ['bb', 'abcb'], ['b', 'bbc']],
    [[{ wildcard: 'a*bc*c' }], ['abcc', 'axbcxc'], ['abc']],
    [[{ wildcard: '*' }], ['', 'x'], [1, null]],
    [[{ wildcard: 'a\\*\\\\b' }], ['a*\\b'], ['ax\\b']],
    [[{ wildcard: 'abc' }], ['abc'], ['abcd']],
    [[{ 'anything-but': 'x' }], ['y', '', 1, null, true], ['x']],
    [[{ 'anything-but': ['x', 'y'] }], ['z', 1], ['x', 'y']],
    [[{ 'anything-but': 100 }], [99, '100', null], [100]],
    [[{ 'anything-but': [100, 200] }], [99, '100'], [100, 200]],
    [[{ 'anything-but': { prefix: 'in' } }], ['out', 1], ['init', 'in']],
    [[{ 'anything-but': { prefix: ['in', 'ex'] } }], ['out'], ['init', 'exit']],
    [[{ 'anything-but': { suffix: '.txt' } }], ['a.png'], ['a.txt']],
    [[{ 'anything-but': { suffix: ['.txt', '.rtf'] } }], ['a.png'], ['a.txt', 'a.rtf']],
    [[{ 'anything-but': { wildcard: '*/lib/*' } }], ['a/b'], ['a/lib/b']],
    [[{ 'anything-but': { wildcard: ['a*', '*z'] } }], ['bcd'], ['abc', 'xyz']],
    [[{ 'anything-but': { 'equals-ignore-case': 'x' } }], ['y'], ['X', 'x']],
    [[{ 'anything-but': { 'equals-ignore-case': ['x', 'y'] } }], ['z'], ['X', 'Y']],
    [[{ numeric: ['=', 3.018e2] }], [301.8], [302, '301.8']],
    [[{ numeric: ['<', 10] }], [9.9, -1], [10, '9']],
    [[{ numeric: ['<=', 10] }], [10], [10.1]],
    [[{ numeric: ['>', 10] }], [10.1], [10]],
    [[{ numeric: ['>=', 10] }], [10], [9]],
    [[{ numeric: ['>', 0, '<=', 5] }], [0.1, 5], [0, 5.1]],
    [[{ numeric: ['>=', 0, '<', 5] }], [0, 4.9], [-0.1, 5]],
    [[{ exists: true }], ['', 0, null, false], []],
    [[{ cidr: '10.0.0.0/24' }], ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', 'x', '10.0.0.0/24', 10]],
    [[{ cidr: '10.0.0.128/25' }], ['10.0.0.128'], ['10.0.0.127']],
    [[{ cidr: '2001:db8::/32' }], ['2001:db8::5', '2001:0DB8:0::1'], ['2001:db9::5', '10.0.0.1']],
    [[{ cidr: '::/64' }], ['::1'], ['10.0.0.1']],
    [
      ['x', { prefix: 'a' }, { numeric: ['>', 5] }],
      ['x', 'ab', 6],
      ['y', 5],
    ],
  ])('%j', (matchers, yes, no) => {
    const match = compilePattern({ detail: { field: matchers } });
    const event = (field: unknown) => ({ detail: { field } });
    expect({ yes: yes.filter((value) => match(event(value))) }).toEqual({ yes });
    expect({ no: no.filter((value) => match(event(value))) }).toEqual({ no: [] });
    expect(match({ detail: {} })).toBe(false);
  });
});

describe('arrays in the event', () => {
  it.each<[string, unknown, unknown, boolean]>([
    ['match by intersection', { a: ['x', 'y'] }, { a: ['q', 'y'] }, true],
    ['do not match without one', { a: ['x', 'y'] }, { a: ['q'] }, false],
    ['do not match when empty', { a: [{ 'anything-but': 'x' }] }, { a: [] }, false],
    [
      'match anything-but when any element qualifies',
      { a: [{ 'anything-but': 'x' }] },
      { a: ['x', 'y'] },
      true,
    ],
    ['may be nested', { a: ['x'] }, { a: [['q'], [['x']]] }, true],
    ['may hold objects', { a: { b: [1] } }, { a: [{ b: 0 }, { b: 1 }] }, true],
    ['may mix kinds', { a: { b: [1] } }, { a: ['b', null, { b: 1 }] }, true],
  ])('%s', (_, pattern, event, expected) => {
    expect(matches(pattern, event)).toBe(expected);
  });

  const sameItem = { items: { kind: ['a'], size: [1] } };
  it.each<[unknown, boolean]>([
    [[{ kind: 'a', size: 1 }], true],
    [
      [
        { kind: 'a', size: 2 },
        { kind: 'b', size: 1 },
      ],
      false,
    ],
    [
      [
        { kind: 'b', size: 1 },
        { kind: 'a', size: 2 },
        { kind: 'a', size: [3, 1] },
      ],
      true,
    ],
    [[[{ kind: 'a' }], [{ size: 1 }]], false],
    [[[{ kind: 'b' }, { kind: 'a', size: 1 }]], true],
  ])('two fields of an array of objects match within the same element: %j', (items, expected) => {
    expect(matches(sameItem, { items })).toBe(expected);
  });

  it('keeps the same element at every level', () => {
    const pattern = { a: { b: { c: [1], d: [2] }, e: [3] } };
    expect(matches(pattern, { a: [{ b: [{ c: 1 }, { d: 2 }], e: 3 }] })).toBe(false);
    expect(
      matches(pattern, {
        a: [
          { b: [{ c: 1, d: 2 }], e: 0 },
          { b: [{ c: 1 }], e: 3 },
        ],
      }),
    ).toBe(false);
    expect(matches(pattern, { a: [{ b: [{ c: 0 }, { c: 1, d: 2 }], e: 3 }] })).toBe(true);
  });

  it('lets fields of different arrays match in different elements', () => {
    const pattern = { a: { x: [1] }, b: { x: [2] } };
    expect(matches(pattern, { a: [{ x: 1 }, { x: 0 }], b: [{ x: 0 }, { x: 2 }] })).toBe(true);
  });
});

describe('exists looks at leaves only', () => {
  it.each<[unknown, { there: boolean; absent: boolean }]>([
    [{ a: { b: 1 } }, { there: true, absent: false }],
    [{ a: { b: null } }, { there: true, absent: false }],
    [{ a: { b: [1] } }, { there: true, absent: false }],
    [{ a: { b: {} } }, { there: false, absent: true }],
    [{ a: { b: [] } }, { there: false, absent: true }],
    [{ a: { b: { c: 1 } } }, { there: false, absent: true }],
    [{ a: {} }, { there: false, absent: true }],
    [{ a: 'text' }, { there: false, absent: true }],
    [{}, { there: false, absent: true }],
  ])('%j', (event, expected) => {
    expect({
      there: matches({ a: { b: [{ exists: true }] } }, event),
      absent: matches({ a: { b: [{ exists: false }] } }, event),
    }).toEqual(expected);
  });

  it('beside other matchers is an alternative', () => {
    const pattern = { a: [{ exists: false }, 'x'] };
    expect([{}, { a: 'x' }, { a: 'y' }].map((event) => matches(pattern, event))).toEqual([true, true, false]);
  });

  it('beside other matchers looks at every element of an array', () => {
    const pattern = { a: { b: [{ exists: false }, 'x'] } };
    expect(matches(pattern, { a: [{ b: 'y' }, { b: 'x' }] })).toBe(true);
    expect(matches(pattern, { a: [{ b: 'y' }, { c: 'x' }] })).toBe(false);
  });

  it('asks only for the element that earlier fields chose', () => {
    const event = { a: [{ b: 1 }, { b: 2, c: 0 }] };
    expect(matches({ a: { b: [1], c: [{ exists: false }] } }, event)).toBe(true);
    expect(matches({ a: { b: [2], c: [{ exists: false }] } }, event)).toBe(false);
  });

  it('does not take what every object inherits for a field', () => {
    expect(matches({ constructor: [{ exists: true }] }, {})).toBe(false);
  });
});

describe('$or', () => {
  it('needs one of its objects, and the fields beside it', () => {
    const match = compilePattern({ s: ['x'], $or: [{ a: [1] }, { b: [{ numeric: ['>', 5] }], c: [true] }] });
    expect(match({ s: 'x', a: 1 })).toBe(true);
    expect(match({ s: 'x', b: 6, c: true })).toBe(true);
    expect(match({ s: 'x', b: 6 })).toBe(false);
    expect(match({ s: 'y', a: 1 })).toBe(false);
  });

  it('may be nested and stand inside a field', () => {
    const match = compilePattern({ d: { $or: [{ a: [1] }, { $or: [{ b: [2] }, { c: [3] }] }] } });
    expect([{ a: 1 }, { b: 2 }, { c: 3 }, { a: 2 }].map((d) => match({ d }))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('is a field like any other unless it is an array of two or more objects that name no operator', () => {
    expect(matches({ $or: ['x'] }, { $or: 'x' })).toBe(true);
    expect(matches({ $or: { a: ['x'] } }, { $or: { a: 'x' } })).toBe(true);
    expect(matches({ $or: [{ prefix: 'x' }, { suffix: 'y' }] }, { $or: 'xa' })).toBe(true);
  });

  it('is refused beyond 1000 combinations', () => {
    const tenfold = { $or: Array.from({ length: 10 }, (_, n) => ({ a: [n] })) };
    const nest = (depth: number): unknown => (depth === 0 ? tenfold : { ...tenfold, d: nest(depth - 1) });
    expect(() => compilePattern(nest(2))).not.toThrow();
    expect(() => compilePattern(nest(3))).toThrow('too complex');
  });
});

describe('patterns that are refused when the rule is made', () => {
  it.each<[unknown, string]>([
    ['text', 'Filter is not an object'],
    [[], 'Filter is not an object'],
    [{}, 'Empty objects are not allowed'],
    [{ a: {} }, 'Empty objects are not allowed'],
    [{ a: [] }, 'Empty arrays are not allowed'],
    [{ a: 'x' }, '"a" must be an object or an array'],
    [{ a: [['x']] }, 'Match value must be String, number, true, false, or null'],
    [{ a: [{}] }, 'Match expression name not found'],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'Only one key allowed in match expression'],
    [{ a: [{ constructor: 'x' }] }, 'Unrecognized match type constructor'],
    [{ a: [{ prefix: 1 }] }, 'prefix match pattern must be a string'],
    [{ a: [{ prefix: { wildcard: 'x' } }] }, 'Unsupported prefix pattern: wildcard'],
    [{ a: [{ suffix: null }] }, 'suffix match pattern must be a string'],
    [{ a: [{ 'equals-ignore-case': ['x'] }] }, 'equals-ignore-case match pattern must be a string'],
    [{ a: [{ wildcard: 'a**b' }] }, 'Consecutive wildcard characters at pos 2'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'Invalid escape character at pos 2'],
    [{ a: [{ wildcard: '\\' }] }, 'Invalid escape character at pos 1'],
    [{ a: [{ 'anything-but': ['x', 1] }] }, 'mixed type is not supported'],
    [{ a: [{ 'anything-but': [] }] }, 'mixed type is not supported'],
    [{ a: [{ 'anything-but': [null] }] }, 'start|null|boolean is not supported'],
    [{ a: [{ 'anything-but': null }] }, 'must be an array or single string/number value'],
    [{ a: [{ 'anything-but': { numeric: ['=', 1] } }] }, 'Unsupported anything-but pattern: numeric'],
    [{ a: [{ 'anything-but': { prefix: '' } }] }, 'Null prefix/suffix not allowed'],
    [{ a: [{ 'anything-but': { wildcard: 'a**' } }] }, 'Consecutive wildcard characters'],
    [{ a: [{ numeric: 5 }] }, 'Value of numeric must be an array.'],
    [{ a: [{ numeric: [] }] }, 'Unrecognized numeric range operator'],
    [{ a: [{ numeric: ['!', 5] }] }, 'Unrecognized numeric range operator: !'],
    [{ a: [{ numeric: ['=', '5'] }] }, 'Value of = must be numeric'],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'Bottom must be less than top'],
    [{ a: [{ numeric: ['>', 5, '<', 1] }] }, 'Bottom must be less than top'],
    [{ a: [{ numeric: ['<', 5, '>', 1] }] }, 'Too many elements in numeric expression'],
    [{ a: [{ numeric: ['>', 1, '>', 5] }] }, 'Bad numeric range operator: >'],
    [{ a: [{ numeric: ['>', 1, '<', 5, '<'] }] }, 'Too many terms in numeric range expression'],
    [{ a: [{ exists: 'true' }] }, 'exists match pattern must be either true or false.'],
    [{ a: [{ cidr: '10.0.0.1' }] }, "Malformed CIDR, one '/' required"],
    [{ a: [{ cidr: '10.0.0.0/x' }] }, 'Malformed CIDR, mask bits must be an integer'],
    [{ a: [{ cidr: '10.0.0.0/-1' }] }, 'Malformed CIDR, mask bits must not be negative'],
    [{ a: [{ cidr: '10.0.0.0/32' }] }, 'IPv4 mask bits must be < 32'],
    [{ a: [{ cidr: '::/128' }] }, 'IPv6 mask bits must be < 128'],
    [{ a: [{ cidr: 'host/8' }] }, 'Nonstandard IP address: host'],
    [{ $or: [{ a: [1] }] }, 'at least 2 Objects in $or'],
    [{ $or: [{ a: [1] }, 'x'] }, 'Only JSON object is allowed in array of $or'],
    [{ $or: [{ a: { prefix: [1] } }, { b: [1] }] }, 'cannot be used inside $or'],
  ])('%j', (pattern, reason) => {
    let thrown: unknown;
    try {
      compilePattern(pattern);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: 'InvalidEventPatternException',
      message: expect.stringContaining(reason),
    });
    expect(thrown).toMatchObject({
      message: expect.stringMatching(/^Event pattern is not valid\. Reason: /),
    });
  });
});

describe('properties', () => {
  const scalar = fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null));
  const name = fc.constantFrom('a', 'b', 'c');
  const { event } = fc.letrec<{ event: Record<string, unknown>; value: unknown }>((tie) => ({
    event: fc.dictionary(name, tie('value'), { maxKeys: 3 }),
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      scalar,
      tie('event'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  }));

  it('exists: false is the negation of exists: true on one field', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 3 }), event, (path, json) => {
        const pattern = (exists: boolean) =>
          path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), [{ exists }]);
        expect(matches(pattern(false), json)).toBe(!matches(pattern(true), json));
      }),
    );
  });

  it('an event matches the pattern made of its own leaves', () => {
    const own = (json: Record<string, unknown>): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(json).flatMap(([key, value]): [string, unknown][] => {
          if (typeof value !== 'object' || value === null) return [[key, [value]]];
          if (Array.isArray(value)) return [];
          const inner = own(value as Record<string, unknown>);
          return Object.keys(inner).length > 0 ? [[key, inner]] : [];
        }),
      );
    fc.assert(
      fc.property(event, (json) => {
        const pattern = own(json);
        fc.pre(Object.keys(pattern).length > 0);
        expect(matches(pattern, json)).toBe(true);
      }),
    );
  });

  it('wildcard agrees with the regular expression that says the same', () => {
    const alphabet = fc.constantFrom('a', 'b', '*');
    const pattern = fc.string({ unit: alphabet, maxLength: 6 }).filter((text) => !text.includes('**'));
    fc.assert(
      fc.property(pattern, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (wild, text) => {
        const expected = new RegExp(`^${wild.replaceAll('*', '.*')}$`).test(text);
        expect(matches({ a: [{ wildcard: wild }] }, { a: text })).toBe(expected);
      }),
    );
  });

  it('an event with a field of more matches all the same, unless the pattern asks for its absence', () => {
    fc.assert(
      fc.property(event, scalar, (json, extra) => {
        const match = compilePattern({ a: { b: [{ exists: true }] } });
        expect(match({ ...json, unknown: extra })).toBe(match(json));
      }),
    );
  });

  it('a match leaves nothing behind in the matcher', () => {
    const pattern = { a: { b: [{ exists: true }], c: [{ exists: true }, { exists: false }] } };
    const match = compilePattern(pattern);
    fc.assert(
      fc.property(event, (json) => {
        expect(match(json)).toBe(matches(pattern, json));
      }),
    );
  });
});
