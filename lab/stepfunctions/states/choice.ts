import {
  allowFields,
  list,
  requireFields,
  type Source,
  target,
  typedTemplate,
} from '../definition/source.ts';
import { errors } from '../errors.ts';
import { leave, readExit } from '../exit.ts';
import { scopeOf } from '../scope.ts';
import { failureOf } from '../step.ts';
import type { StateType } from './state-type.ts';

/**
 * https://states-language.net/#choice-state. The first rule whose condition holds decides, with its own Output
 * and Assign; those of the state go with the Default.
 */
export const choice: StateType = {
  fields: ['Choices', 'Default', 'Output', 'Assign'],
  read: (source) => {
    requireFields(source, 'Choices');
    const rules = list(source, 'Choices').map(readRule);
    if (rules.length === 0) {
      source.problems.add(
        'SCHEMA_VALIDATION_FAILED',
        'Expected at least one rule',
        `${source.location}/Choices`,
      );
    }
    const otherwise = readExit(source, target(source, 'Default'));
    return async (step) => {
      const scope = scopeOf(step);
      for (const { condition, exit } of rules) {
        if (await condition?.(scope)) return leave(step, scope, exit, step.input);
      }
      if (otherwise.next === undefined) {
        const cause = 'Failed to transition out of the state. The state does not point to a next state.';
        throw failureOf(step, errors.noChoiceMatched, cause);
      }
      return leave(step, scope, otherwise, step.input);
    };
  },
};

const readRule = (source: Source) => {
  requireFields(source, 'Condition', 'Next');
  allowFields(source, 'Comment', 'Condition', 'Next', 'Output', 'Assign');
  return {
    condition: typedTemplate(source, 'Condition', 'boolean'),
    exit: readExit(source, target(source, 'Next')),
  };
};
