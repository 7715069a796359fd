import { typedTemplate } from '../definition/source.ts';
import { StateFailure } from '../errors.ts';
import { scopeOf } from '../scope.ts';
import type { StateType } from './state-type.ts';

/** https://states-language.net/#fail-state */
export const fail: StateType = {
  fields: ['Error', 'Cause'],
  read: (source) => {
    source.findings.isTerminal = true;
    const error = typedTemplate(source, 'Error', 'string');
    const cause = typedTemplate(source, 'Cause', 'string');
    return async (step) => {
      const scope = scopeOf(step);
      throw new StateFailure(await error?.(scope), await cause?.(scope));
    };
  },
};
