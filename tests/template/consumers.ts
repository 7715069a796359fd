import { type Deployed, only, type Properties } from './deployed.ts';

type Rule = Properties<'AWS::Events::Rule'>;
type Pattern = NonNullable<Rule['EventPattern']>;

/** A rule that waits for events, and the one function it brings them to. */
export interface Subscription {
  readonly pattern: Pattern;
  readonly arn: string;
  /** Logical id of the function. */
  readonly functionId: string;
  /** Reference to the queue for what never reaches the function. */
  readonly dlq: string | undefined;
}

const subscriptionOf = (id: string, rule: Rule, pattern: Pattern): Subscription => {
  const target = only(rule.Targets, `target of ${id}`);
  return {
    pattern,
    arn: `arn:aws:events:us-east-1:123456789012:rule/${rule.EventBusName}/${rule.Name}`,
    functionId: target.Arn.replace(/\.Arn$/, ''),
    dlq: target.DeadLetterConfig?.Arn,
  };
};

/** Who waits for which events; schedules aside. */
export const subscriptionsOf = (stack: Deployed): Subscription[] =>
  [...stack.all('AWS::Events::Rule')].flatMap(([id, rule]) =>
    rule.EventPattern === undefined ? [] : [subscriptionOf(id, rule, rule.EventPattern)],
  );

/** The short name of a function, by its logical id: `PaymentLambdaFunction` → `payment`. */
export const shortName = (functionId: string): string =>
  functionId.charAt(0).toLowerCase() + functionId.slice(1).replace(/LambdaFunction$/, '');
