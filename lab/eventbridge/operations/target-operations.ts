import type { Operation } from '../../kernel/service.ts';
import type { Buses } from '../buses.ts';
import type { Rule } from '../rule.ts';
import type { TargetProperties } from '../target.ts';
import { required } from '../validation.ts';
import { type PageInput, page } from './page.ts';

interface OfRule {
  readonly Rule: string;
  readonly EventBusName?: string;
}

const targetsOf = ({ properties }: Rule): readonly TargetProperties[] => properties.Targets ?? [];

const NONE_FAILED = { FailedEntryCount: 0, FailedEntries: [] };

/** The operations on targets. Source: the EventBridge API reference. */
export const targetOperations = (buses: Buses) => {
  const find = (input: OfRule): Rule => {
    required(input, 'Rule');
    return buses.findRule(input.Rule, input.EventBusName);
  };

  const setTargets = (rule: Rule, Targets: readonly TargetProperties[]): object => {
    buses.setRule({ ...rule.properties, Targets });
    return NONE_FAILED;
  };

  return {
    /** Adds targets, and replaces those of the same ids. */
    PutTargets: (input: OfRule & { readonly Targets: readonly TargetProperties[] }) => {
      required(input, 'Targets');
      const rule = find(input);
      const byId = new Map([...targetsOf(rule), ...input.Targets].map((target) => [target.Id, target]));
      return setTargets(rule, [...byId.values()]);
    },
    RemoveTargets: (input: OfRule & { readonly Ids: readonly string[] }) => {
      required(input, 'Ids');
      const rule = find(input);
      return setTargets(
        rule,
        targetsOf(rule).filter(({ Id }) => !input.Ids.includes(Id)),
      );
    },
    ListTargetsByRule: (input: OfRule & PageInput) => {
      const { items, next } = page(targetsOf(find(input)), input);
      return { Targets: items, ...next };
    },
    ListRuleNamesByTarget: (
      input: PageInput & { readonly TargetArn: string; readonly EventBusName?: string },
    ) => {
      required(input, 'TargetArn');
      const { rules } = buses.find(input.EventBusName);
      const names = [...rules.values()]
        .filter(({ rule }) => rule.targets.some(({ arn }) => arn === input.TargetArn))
        .map(({ rule }) => rule.name);
      const { items, next } = page(names, input);
      return { RuleNames: items, ...next };
    },
  } satisfies Record<string, Operation>;
};
