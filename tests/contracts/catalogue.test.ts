import { describe, expect, it } from '@jest/globals';
import { catalogue, definitions, fieldOwners, orderCreated } from '../../src/contracts/index.ts';
import { jsonSchemaOf } from '../../src/contracts/json-schema.ts';
import { read } from './samples.ts';

const shape = Object.fromEntries(
  definitions.map(({ type, fields }) => [type.replace('com.pizzaco.', ''), fields]),
);

describe('the catalogue', () => {
  it('has the events of design §4, field by field', () => {
    expect(shape).toEqual({
      'order.created': ['customerId', 'pizzaType', 'toppings', 'size', 'totalAmount', 'currency'],
      'order.overdue': ['deadline'],
      'order.completed': [],
      'order.cancelled': ['reason'],
      'order.timeout': ['receivedEvents', 'reason'],
      'payment.completed': ['paymentId', 'status', 'amountCharged', 'currency', 'transactionId'],
      'payment.failed': ['reason', 'errorCode'],
      'payment.refunded': ['paymentId', 'amountRefunded', 'currency'],
      'payment.voided': ['paymentId'],
      'inventory.reserved': ['reservationId', 'ingredientsReserved', 'expiresAt'],
      'inventory.unavailable': ['missing'],
      'inventory.released': ['reservationId', 'ingredientsReleased'],
      'chef.assigned': ['assignmentId', 'chefId', 'chefName', 'estimatedPrepTime', 'specialtyMatch'],
      'chef.unavailable': ['reason'],
      'chef.released': ['assignmentId', 'chefId'],
      'kitchen.ready': ['status', 'correlationData'],
      'kitchen.rejected': ['reason', 'received', 'missing'],
      'kitchen.completed': [],
    });
  });

  it('finds a definition by the type of its event', () => {
    expect(catalogue.get('com.pizzaco.order.created')).toBe(orderCreated);
    expect(catalogue.size).toBe(definitions.length);
  });

  it('gives the constants of the rule that hears an event', () => {
    expect(orderCreated.rule).toEqual({
      source: ['order-service'],
      'detail-type': ['com.pizzaco.order.created'],
    });
  });

  it.each([
    ['totalAmount', ['order']],
    ['paymentId', ['payment']],
    ['expiresAt', ['inventory']],
    ['chefName', ['chef']],
    ['correlationData', ['kitchen']],
    ['currency', ['order', 'payment']],
    ['status', ['payment', 'kitchen']],
    ['missing', ['inventory', 'kitchen']],
  ])('%s is owned by %j', (field, owners) => {
    expect([...(fieldOwners.get(field) ?? [])]).toEqual(owners);
  });

  it('leaves orderId to everyone', () => {
    expect(fieldOwners.has('orderId')).toBe(false);
  });
});

describe('jsonSchemaOf', () => {
  it.each(definitions)(
    '$type: is closed to nothing and requires what the contract requires',
    (definition) => {
      const schema = jsonSchemaOf(definition);
      const sample = read(definition.type.replace('com.pizzaco.', ''));
      expect(schema.$id).toBe(definition.dataschema);
      expect(JSON.stringify(schema)).not.toContain('"additionalProperties":false');
      expect(Object.keys(sample)).toEqual(expect.arrayContaining(schema.required ?? []));
      expect(schema.required).not.toContain('causationid');
    },
  );
});
