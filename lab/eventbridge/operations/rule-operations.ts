import { account } from '../../kernel/account.ts';
import type { Operation } from '../../kernel/service.ts';
import type { Buses } from '../buses.ts';
import type { Rule, RuleProperties } from '../rule.ts';
import { checkProperties, invalid, required } from '../validation.ts';
import { type PageInput, page } from './page.ts';

interface RuleInput {
  readonly Name: string;
  readonly EventBusName?: string;
}

interface OnBus {
  readonly EventBusName?: string;
}

/** Members of PutRule; a rule's targets have operations of their own. */
const PUT_RULE = new Set([
  'Name',
  'EventBusName',
  'EventPattern',
  'ScheduleExpression',
  'State',
  'Description',
  'RoleArn',
  'Tags', // inert in the lab
]);

const patternText = (pattern: unknown): string | undefined =>
  typeof pattern === 'string' || pattern === undefined ? pattern : JSON.stringify(pattern);

const describe = ({ name, arn, bus, properties }: Rule) => {
  const { EventPattern, ScheduleExpression, State = 'ENABLED', Description, RoleArn } = properties;
  const pattern = patternText(EventPattern);
  return {
    Name: name,
    Arn: arn,
    ...(pattern !== undefined && { EventPattern: pattern }),
    ...(ScheduleExpression !== undefined && { ScheduleExpression }),
    State,
    ...(Description !== undefined && { Description }),
    ...(RoleArn !== undefined && { RoleArn }),
    EventBusName: bus,
  };
};

/** The operations on rules. Source: the EventBridge API reference. */
export const ruleOperations = (buses: Buses) => {
  const find = (input: RuleInput): Rule => {
    required(input, 'Name');
    return buses.findRule(input.Name, input.EventBusName);
  };

  const setState = (rule: Rule, State: NonNullable<RuleProperties['State']>): object => {
    buses.setRule({ ...rule.properties, State });
    return {};
  };

  const targetsOf = (name: string, bus: OnBus['EventBusName']): RuleProperties['Targets'] =>
    buses.find(bus).rules.get(name)?.rule.properties.Targets;

  return {
    /** What the request leaves out a rule of that name loses, all but its targets. */
    PutRule: (input: RuleInput & { readonly Tags?: unknown }) => {
      required(input, 'Name');
      checkProperties('PutRule', input, PUT_RULE);
      const { Tags: _, ...properties } = input;
      const targets = targetsOf(input.Name, input.EventBusName);
      return { RuleArn: buses.setRule({ ...properties, ...(targets && { Targets: targets }) }).arn };
    },
    DescribeRule: (input: RuleInput) => ({ ...describe(find(input)), CreatedBy: account.accountId }),
    ListRules: (input: OnBus & PageInput & { readonly NamePrefix?: string }) => {
      const { NamePrefix: prefix = '' } = input;
      const rules = [...buses.find(input.EventBusName).rules.values()].map(({ rule }) => rule);
      const { items, next } = page(
        rules.filter(({ name }) => name.startsWith(prefix)),
        input,
      );
      return { Rules: items.map(describe), ...next };
    },
    EnableRule: (input: RuleInput) => setState(find(input), 'ENABLED'),
    DisableRule: (input: RuleInput) => setState(find(input), 'DISABLED'),
    /** Of a rule that is not there it makes nothing, as AWS does. */
    DeleteRule: (input: RuleInput) => {
      required(input, 'Name');
      const rule = buses.find(input.EventBusName).rules.get(input.Name)?.rule;
      if (rule === undefined) return {};
      if (rule.targets.length > 0) throw invalid("Rule can't be deleted since it has targets.");
      buses.removeRule(rule);
      return {};
    },
  } satisfies Record<string, Operation>;
};
