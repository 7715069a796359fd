import type { Decision } from '../kernel/ports.ts';
import { compileCondition, type RequestContext, type Unsupported } from './condition.ts';
import { arnLike, like, type Matcher } from './pattern.ts';
import type { Statement, TrustStatement } from './policy-document.ts';

/** What the statements of a role make of a request. */
export type Evaluate = (action: string, resource: string, context: RequestContext) => Decision;

const ignoringCase = (action: string): Matcher => like(action, { ignoreCase: true });

/** An element of a statement, or its `Not…` twin. */
const element = (
  given: readonly string[] | undefined,
  not: readonly string[] | undefined,
  compile: (pattern: string) => Matcher,
): Matcher => {
  const matchers = (given ?? not ?? []).map(compile);
  return not === undefined
    ? (value) => matchers.some((matches) => matches(value))
    : (value) => !matchers.some((matches) => matches(value));
};

const decide = (effects: readonly Statement['effect'][]): Decision => {
  if (effects.includes('Deny')) return 'explicitDeny';
  return effects.includes('Allow') ? 'allowed' : 'implicitDeny';
};

/**
 * Compiles the statements of identity policies: an explicit deny wins over an allow, and what nothing allows is
 * denied. Source: IAM User Guide, "Policy evaluation logic".
 */
export const compileStatements = (statements: readonly Statement[], unsupported: Unsupported): Evaluate => {
  const compiled = statements.map((statement) => ({
    effect: statement.effect,
    action: element(statement.actions, statement.notActions, ignoringCase),
    resource: element(statement.resources, statement.notResources, arnLike),
    condition: compileCondition(statement.conditions, unsupported),
  }));
  return (action, resource, context) =>
    decide(
      compiled
        .filter((each) => each.action(action) && each.resource(resource) && each.condition(context))
        .map(({ effect }) => effect),
    );
};

/** Whether a service may assume the role. */
export type Trusts = (service: string, context: RequestContext) => boolean;

/** Compiles a trust policy. Source: IAM User Guide, "Roles terms and concepts". */
export const compileTrust = (statements: readonly TrustStatement[], unsupported: Unsupported): Trusts => {
  const compiled = statements.map(({ effect, services, actions, notActions, conditions }) => ({
    effect,
    services,
    assumes: element(actions, notActions, ignoringCase)('sts:AssumeRole'),
    condition: compileCondition(conditions, unsupported),
  }));
  return (service, context) =>
    decide(
      compiled
        .filter((each) => each.assumes && each.services.includes(service) && each.condition(context))
        .map(({ effect }) => effect),
    ) === 'allowed';
};
