import { template } from '../definition/source.ts';
import { leave } from '../exit.ts';
import { scopeOf } from '../scope.ts';
import type { StateType } from './state-type.ts';

/** https://states-language.net/#succeed-state. In a branch it ends the branch. */
export const succeed: StateType = {
  fields: ['Output'],
  read: (source) => {
    source.findings.isTerminal = true;
    const exit = { output: template(source, 'Output'), assign: undefined, next: undefined };
    return (step) => leave(step, scopeOf(step), exit, step.input);
  },
};
