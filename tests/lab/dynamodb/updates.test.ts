import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { itemSize } from '../../../lab/dynamodb/item-size.ts';
import { createWorld, expectValidation } from './world.ts';

const pk = { S: 'a' };
const base = {
  pk,
  n: { N: '1' },
  s: { S: 'text' },
  steps: { L: [{ N: '0' }, { N: '1' }, { N: '2' }, { N: '3' }] },
  nested: { M: { in: { M: { x: { N: '1' } } } } },
  tags: { SS: ['a', 'b'] },
};

/** The attributes of `base` after the update. */
const updated = (UpdateExpression: string, values: object = {}, more: object = {}) => {
  const { call, put, get } = createWorld();
  put(base);
  call('UpdateItem', {
    Key: { pk },
    UpdateExpression,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ...more,
  });
  return get('a');
};

const one = { ':v': { N: '1' } };

// Developer Guide, "Using update expressions in DynamoDB".
describe('updates', () => {
  it.each([
    ['SET a = :v', one, { a: { N: '1' } }],
    ['SET a = n, n = :v, c = s', { ':v': { N: '9' } }, { a: { N: '1' }, n: { N: '9' }, c: { S: 'text' } }],
    ['SET n = n + :v', one, { n: { N: '2' } }],
    ['SET n = :v - n', { ':v': { N: '0.1' } }, { n: { N: '-0.9' } }],
    ['SET n = if_not_exists(n, :v) + :v', { ':v': { N: '5' } }, { n: { N: '6' } }],
    ['SET m = if_not_exists(m, :v) + :v', { ':v': { N: '5' } }, { m: { N: '10' } }],
    [
      'SET steps = list_append(steps, :v)',
      { ':v': { L: [{ S: 'x' }] } },
      { steps: { L: [...base.steps.L, { S: 'x' }] } },
    ],
    [
      'SET steps[1] = :v',
      { ':v': { S: 'x' } },
      { steps: { L: [{ N: '0' }, { S: 'x' }, { N: '2' }, { N: '3' }] } },
    ],
    [
      'SET steps[9] = :v, steps[7] = :w',
      { ':v': { S: 'x' }, ':w': { S: 'w' } },
      { steps: { L: [...base.steps.L, { S: 'w' }, { S: 'x' }] } },
    ],
    ['SET nested.#in.y = :v', one, { nested: { M: { in: { M: { x: { N: '1' }, y: { N: '1' } } } } } }],
    ['REMOVE n, s', {}, { n: undefined, s: undefined }],
    ['REMOVE steps[0], steps[2]', {}, { steps: { L: [{ N: '1' }, { N: '3' }] } }],
    ['REMOVE nested.#in.x', {}, { nested: { M: { in: { M: {} } } } }],
    ['REMOVE steps[9]', {}, {}],
    ['ADD n :v, m :v', { ':v': { N: '2.5' } }, { n: { N: '3.5' }, m: { N: '2.5' } }],
    ['ADD tags :v', { ':v': { SS: ['b', 'c'] } }, { tags: { SS: ['a', 'b', 'c'] } }],
    ['DELETE tags :v', { ':v': { SS: ['b', 'x'] } }, { tags: { SS: ['a'] } }],
    ['DELETE tags :v', { ':v': { SS: ['a', 'b'] } }, { tags: undefined }],
    ['DELETE absent :v', { ':v': { SS: ['a'] } }, {}],
    ['set a = :v remove s add n :v', one, { a: { N: '1' }, s: undefined, n: { N: '2' } }],
  ])('%s', (expression, values, changed) => {
    const more = expression.includes('#in') ? { ExpressionAttributeNames: { '#in': 'in' } } : {};
    expect(updated(expression, values, more)).toEqual({ ...base, ...changed });
  });

  it('makes an item of the key when there is absent', () => {
    const { call, get } = createWorld();
    call('UpdateItem', { Key: { pk }, UpdateExpression: 'ADD hits :v', ExpressionAttributeValues: one });
    expect(get('a')).toEqual({ pk, hits: { N: '1' } });
  });

  it('removes any choice of elements by their places before the update', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1 }), (indexes) => {
        const left = base.steps.L.filter((_, i) => !indexes.includes(i));
        expect(updated(`REMOVE ${indexes.map((i) => `steps[${i}]`).join(', ')}`).steps).toEqual({ L: left });
      }),
    );
  });

  it('knows the size of what it leaves', () => {
    const attribute = fc.constantFrom('n', 's', 'steps', 'nested', 'tags', 'added');
    const text = fc.string();
    fc.assert(
      fc.property(fc.array(fc.tuple(attribute, fc.option(text)), { minLength: 1 }), (changes) => {
        const { call, put, get } = createWorld();
        put(base);
        for (const [name, value] of changes) {
          call('UpdateItem', {
            Key: { pk },
            UpdateExpression: value === null ? 'REMOVE #a' : 'SET #a = :v',
            ExpressionAttributeNames: { '#a': name },
            ...(value !== null && { ExpressionAttributeValues: { ':v': { S: value } } }),
          });
        }
        expect(call('DescribeTable', {}).Table.TableSizeBytes).toBe(itemSize(get('a')));
      }),
    );
  });

  it('keeps an item apart from what the caller sent and from what it was', () => {
    const { call, put, get } = createWorld();
    const sent = { pk, steps: { L: [{ S: 'x' }] } };
    put(sent);
    sent.steps.L.push({ S: 'y' });
    const before = get('a');
    call('UpdateItem', {
      Key: { pk },
      UpdateExpression: 'SET steps[0] = :v',
      ExpressionAttributeValues: one,
    });
    expect(before).toEqual({ pk, steps: { L: [{ S: 'x' }] } });
  });
});

// API Reference, UpdateItem, ReturnValues.
describe('ReturnValues', () => {
  it.each([
    ['ALL_OLD', base],
    ['ALL_NEW', { ...base, n: { N: '2' }, steps: { L: base.steps.L.with(1, { N: '2' }) } }],
    ['UPDATED_OLD', { n: { N: '1' }, steps: { L: [{ N: '1' }] } }],
    ['UPDATED_NEW', { n: { N: '2' }, steps: { L: [{ N: '2' }] } }],
    ['NONE', undefined],
  ])('%s', (ReturnValues, expected) => {
    const { call, put } = createWorld();
    put(base);
    const { Attributes } = call('UpdateItem', {
      Key: { pk },
      UpdateExpression: 'SET n = :v, steps[1] = :v',
      ExpressionAttributeValues: { ':v': { N: '2' } },
      ReturnValues,
    });
    expect(Attributes).toEqual(expected);
  });

  it('has no Attributes where there was no item', () => {
    const { call } = createWorld();
    const UpdateExpression = 'SET n = :v';
    const input = { Key: { pk }, UpdateExpression, ExpressionAttributeValues: one };
    expect(call('UpdateItem', { ...input, ReturnValues: 'UPDATED_OLD' })).toEqual({});
    expectValidation(
      () => call('UpdateItem', { ...input, ReturnValues: 'ALL' }),
      "1 validation error detected: Value 'ALL' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
    );
    expectValidation(
      () => call('PutItem', { Item: { pk }, ReturnValues: 'ALL_NEW' }),
      'ReturnValues can only be ALL_OLD or NONE',
    );
  });
});

describe('refusals of updates', () => {
  const steps = { ':v': { L: [] } };
  it.each([
    ['', {}, 'Invalid UpdateExpression: The expression can not be empty;'],
    [
      'SET status = :v',
      one,
      'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status',
    ],
    [
      'SET a = :v SET b = :v',
      one,
      'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
    ],
    ['SET a = :v,', one, 'Invalid UpdateExpression: Syntax error; token: "<EOF>", near: ","'],
    [
      'SET nested = :v, nested.b = :v',
      one,
      'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [nested], path two: [nested, b]',
    ],
    [
      'SET a = :v REMOVE a',
      one,
      'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
    ],
    [
      'SET a.b = :v, a[0] = :v',
      one,
      'Invalid UpdateExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [0]]',
    ],
    ['SET absent.b = :v', one, 'The document path provided in the update expression is invalid for update'],
    ['SET nested[0] = :v', one, 'The document path provided in the update expression is invalid for update'],
    ['REMOVE absent.b', {}, 'The document path provided in the update expression is invalid for update'],
    [
      'SET n = absent + :v',
      one,
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    ['SET n = s + :v', one, 'An operand in the update expression has an incorrect data type'],
    [
      'SET n = n + :v',
      { ':v': { S: '1' } },
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
    [
      'SET a = list_append(steps, :v)',
      one,
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: list_append, operand type: N',
    ],
    ['SET a = list_append(n, :v)', steps, 'An operand in the update expression has an incorrect data type'],
    [
      'ADD a :v',
      { ':v': { S: 'x' } },
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
    ],
    ['ADD s :v', one, 'An operand in the update expression has an incorrect data type'],
    [
      'DELETE tags :v',
      one,
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
    ],
    [
      'SET a = contains(s, :v)',
      one,
      'Invalid UpdateExpression: The function is not allowed in an update expression; function: contains',
    ],
    [
      'SET pk = :v',
      { ':v': { S: 'b' } },
      'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    ],
    [
      'SET a = :v',
      { ':v': { S: 'x'.repeat(400 * 1024) } },
      'Item size to update has exceeded the maximum allowed size',
    ],
  ])('%s: %#', (expression, values, message) => {
    expectValidation(() => updated(expression, values), message);
  });
});
