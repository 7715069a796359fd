import type { Registry } from '../functions.ts';
import { policyOf, statementOf } from '../permissions.ts';
import type { Properties } from '../properties.ts';
import { notFound, type Resources } from '../resources.ts';
import { latest, type OfFunction } from './latest.ts';

interface OfStatement extends OfFunction {
  readonly StatementId: string;
}

/** A function's resource policy. Source: Lambda API reference. */
export const policyOperations = (ports: { readonly registry: Registry; readonly resources: Resources }) => {
  const { registry, resources } = ports;
  return {
    AddPermission: (input: OfStatement & Properties) => {
      const { StatementId, Qualifier: _, ...properties } = input;
      const fn = latest(registry, input);
      resources.addPermission(properties, StatementId);
      const permission = fn.permissions.find(({ sid }) => sid === StatementId);
      return { Statement: permission && JSON.stringify(statementOf(fn.arn, permission)) };
    },
    RemovePermission: (input: OfStatement) => {
      const fn = latest(registry, input);
      const left = fn.permissions.filter(({ sid }) => sid !== input.StatementId);
      if (left.length === fn.permissions.length)
        throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
      fn.permissions = left;
    },
    GetPolicy: (input: OfFunction) => {
      const fn = latest(registry, input);
      if (fn.permissions.length === 0) throw notFound('The resource you requested does not exist.');
      return { Policy: policyOf(fn.arn, fn.permissions), RevisionId: fn.revisionId };
    },
  };
};
