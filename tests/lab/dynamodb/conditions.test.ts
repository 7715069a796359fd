import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createWorld, expectError, expectValidation } from './world.ts';

const item = {
  pk: { S: 'a' },
  title: { S: 'pizza' },
  price: { N: '12.50' },
  fresh: { BOOL: true },
  nothing: { NULL: true },
  photo: { B: 'AQID' },
  tags: { SS: ['hot', 'new'] },
  sizes: { NS: ['1', '2'] },
  bits: { L: [{ S: 'dough' }, { M: { kind: { S: 'cheese' } } }] },
  address: { M: { town: { S: 'Naples' }, 'post.code': { S: '80100' } } },
};

const values = {
  ':pizza': { S: 'pizza' },
  ':pi': { S: 'pi' },
  ':z': { S: 'z' },
  ':price': { N: '12.5' },
  ':ten': { N: '10' },
  ':twenty': { N: '20' },
  ':five': { N: '5' },
  ':two': { N: '2' },
  ':hot': { S: 'hot' },
  ':cheese': { M: { kind: { S: 'cheese' } } },
  ':tags': { SS: ['new', 'hot'] },
  ':bytes': { B: 'AQ==' },
  ':SS': { S: 'SS' },
  ':town': { S: 'Naples' },
} as const;

const holds = (expression: string, names?: Record<string, string>): boolean => {
  const { put, call } = createWorld();
  put(item);
  const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(expression));
  const { Count } = call('Scan', {
    FilterExpression: expression,
    ...(names && { ExpressionAttributeNames: names }),
    ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
  });
  return Count === 1;
};

// Developer Guide, "Condition and filter expressions, operators, and functions in DynamoDB".
describe('conditions', () => {
  it.each([
    ['title = :pizza'],
    ['title <> :z'],
    ['absent <> :z'],
    ['price = :price'],
    ['price > :five AND price <= :price'],
    ['price BETWEEN :ten AND :twenty'],
    ['title IN (:z, :pizza)'],
    ['attribute_exists(title)'],
    ['attribute_not_exists(absent)'],
    ['attribute_exists(address.town)'],
    ['attribute_not_exists(bits[2])'],
    ['attribute_not_exists(toString)'],
    ['attribute_type(tags, :SS)'],
    ['begins_with(title, :pi)'],
    ['begins_with(photo, :bytes)'],
    ['contains(title, :z)'],
    ['contains(tags, :hot)'],
    ['contains(sizes, :two)'],
    ['contains(bits, :cheese)'],
    ['tags = :tags'],
    ['size(title) = :five'],
    ['size(bits) = size(tags)'],
    ['address.town = :town'],
    ['bits[1] = :cheese'],
    ['NOT title = :z'],
    ['NOT (title = :z OR title = :pi)'],
    ['title = :pizza OR title = :z AND price = :ten'],
    ['(title = :pizza) and (price = :price)'],
    [':ten < price'],
  ])('%s holds', (expression) => {
    expect(holds(expression)).toBe(true);
  });

  it.each([
    ['title = :z'],
    ['absent = :z'],
    ['absent < :ten'],
    ['title < :ten'],
    ['NOT title = :pizza'],
    ['(title = :pizza OR title = :z) AND price = :ten'],
    ['size(price) = :five'],
    ['address.town[0] = :town'],
    ['contains(tags, :ten)'],
    ['price BETWEEN :five AND :ten'],
    ['absent IN (:z)'],
  ])('%s does not', (expression) => {
    expect(holds(expression)).toBe(false);
  });

  it('takes any name behind a placeholder, dots included', () => {
    expect(holds('#a.#p = :z OR attribute_exists(#a.#p)', { '#a': 'address', '#p': 'post.code' })).toBe(true);
  });

  it('means the names of its own call, whatever the same text meant before', () => {
    const expression = 'attribute_exists(#a)';
    expect(holds(expression, { '#a': 'title' })).toBe(true);
    expect(holds(expression, { '#a': 'absent' })).toBe(false);
    expect(holds(expression, { '#a': 'title' })).toBe(true);
  });

  it('forms a Boolean algebra: NOT before AND before OR', () => {
    const leaf = fc.constantFrom(['title = another', false], ['title = :pizza', true], ['title = :z', false]);
    type Tree = readonly [string, boolean];
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf as fc.Arbitrary<Tree>,
        fc.tuple(tie('tree'), tie('tree')).map(([[a, x], [b, y]]): Tree => [`(${a} AND NOT ${b})`, x && !y]),
        fc
          .tuple(tie('tree'), tie('tree'))
          .map(([[a, x], [b, y]]): Tree => [`(NOT ${a} OR ${b} AND ${a})`, !x || (y && x)]),
      ),
    }));
    fc.assert(
      fc.property(tree, ([text, expected]) => expect(holds(text)).toBe(expected)),
      { numRuns: 100 },
    );
  });
});

describe('refusals of condition expressions', () => {
  const filter = (FilterExpression: string, more: object = {}) => {
    const { call } = createWorld();
    return () => call('Scan', { FilterExpression, ...more });
  };
  const withValues = (more: object) => ({ ExpressionAttributeValues: more });
  const v = withValues({ ':v': { S: 'x' } });
  const n = withValues({ ':v': { N: '1' } });

  it.each([
    ['', {}, 'Invalid FilterExpression: The expression can not be empty;'],
    [
      'status = :v',
      v,
      'Invalid FilterExpression: Attribute name is a reserved keyword; reserved keyword: status',
    ],
    [
      'a.Data = :v',
      v,
      'Invalid FilterExpression: Attribute name is a reserved keyword; reserved keyword: Data',
    ],
    ['a = ', {}, 'Invalid FilterExpression: Syntax error; token: "<EOF>", near: "="'],
    ['a = = :v', v, 'Invalid FilterExpression: Syntax error; token: "=", near: "= = :v"'],
    ['a = :v b', v, 'Invalid FilterExpression: Syntax error; token: "b", near: ":v b"'],
    ['a-b = :v', v, 'Invalid FilterExpression: Syntax error; token: "-", near: "a-b"'],
    ['a', {}, 'Invalid FilterExpression: Syntax error; token: "<EOF>", near: "a"'],
    [
      '#a = :v',
      v,
      'Invalid FilterExpression: An expression attribute name used in the document path is not defined; attribute name: #a',
    ],
    [
      'a = :w',
      v,
      'Invalid FilterExpression: An expression attribute value used in expression is not defined; attribute value: :w',
    ],
    [
      'attribute_exists(a)',
      v,
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:v}',
    ],
    [
      'a = :v',
      { ...v, ExpressionAttributeNames: { '#a': 'a', '#b': 'b' } },
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#a, #b}',
    ],
    ['a = :v', withValues({}), 'ExpressionAttributeValues must not be empty'],
    [
      'a = :v',
      withValues({ v: { S: 'x' } }),
      'ExpressionAttributeValues contains invalid key: Syntax error; key: "v"',
    ],
    [
      'a = :v',
      withValues({ ':v': {} }),
      'ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :v',
    ],
    [
      '#a = :v',
      { ...v, ExpressionAttributeNames: { a: 'a' } },
      'ExpressionAttributeNames contains invalid key: Syntax error; key: "a"',
    ],
    [
      'begins_with(a, :v)',
      n,
      'Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
    ],
    [
      'size(:v) = a',
      n,
      'Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: size, operand type: N',
    ],
    [
      'a < :v',
      withValues({ ':v': { BOOL: true } }),
      'Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
    ],
    [
      'contains(a)',
      {},
      'Invalid FilterExpression: Incorrect number of operands for operator or function; operator or function: contains, number of operands: 1',
    ],
    ['exists(a)', {}, 'Invalid FilterExpression: Invalid function name; function: exists'],
    [
      'if_not_exists(a, :v) = :v',
      v,
      'Invalid FilterExpression: The function is not allowed in a condition expression; function: if_not_exists',
    ],
    [
      'size(a)',
      {},
      'Invalid FilterExpression: The function is not allowed to be used this way in an expression; function: size',
    ],
    [
      'attribute_exists(:v)',
      v,
      'Invalid FilterExpression: Operator or function requires a document path; operator or function: attribute_exists',
    ],
    [
      'attribute_type(a, :v)',
      v,
      'Invalid FilterExpression: Invalid attribute type name found; type: x, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
    ],
    [
      'a = a',
      {},
      'Invalid FilterExpression: The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]',
    ],
    ['((a = :v))', v, 'Invalid FilterExpression: The expression has redundant parentheses;'],
    [
      'a BETWEEN :v AND :w',
      withValues({ ':v': { N: '2' }, ':w': { N: '1' } }),
      'Invalid FilterExpression: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}',
    ],
  ])('%s: %#', (expression, more, message) => {
    expectValidation(filter(expression, more), message);
  });

  it('refuses placeholders without an expression', () => {
    const { call } = createWorld();
    expectValidation(
      () => call('Scan', v),
      'ExpressionAttributeValues can only be specified when using expressions: FilterExpression is null',
    );
    expectValidation(
      () => call('PutItem', { Item: { pk: { S: 'a' } }, ExpressionAttributeNames: { '#a': 'a' } }),
      'ExpressionAttributeNames can only be specified when using expressions',
    );
  });

  it('names the operation’s own expression', () => {
    const { call } = createWorld();
    expectValidation(
      () => call('DeleteItem', { Key: { pk: { S: 'a' } }, ConditionExpression: 'ttl = a' }),
      'Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: ttl',
    );
  });
});

// API Reference, PutItem, ReturnValuesOnConditionCheckFailure.
describe('a failed condition', () => {
  it('leaves the item, and gives it back when asked to', () => {
    const { call, put, get } = createWorld();
    put({ pk: { S: 'a' }, v: { N: '1' } });
    const create = { Item: { pk: { S: 'a' } }, ConditionExpression: 'attribute_not_exists(pk)' };
    expectError(
      () => call('PutItem', create),
      'ConditionalCheckFailedException',
      'The conditional request failed',
    );
    expect(get('a')).toEqual({ pk: { S: 'a' }, v: { N: '1' } });
    expect(() => call('PutItem', create)).toThrow(expect.objectContaining({ members: {} }));
    expect(() => call('PutItem', { ...create, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })).toThrow(
      expect.objectContaining({ members: { Item: { pk: { S: 'a' }, v: { N: '1' } } } }),
    );
  });
});
