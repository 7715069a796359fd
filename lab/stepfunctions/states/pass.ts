import { transition } from '../definition/source.ts';
import { leave, readExit } from '../exit.ts';
import { scopeOf } from '../scope.ts';
import type { StateType } from './state-type.ts';

/** https://states-language.net/#pass-state */
export const pass: StateType = {
  fields: ['Output', 'Assign', 'Next', 'End'],
  read: (source) => {
    const exit = readExit(source, transition(source));
    return (step) => leave(step, scopeOf(step), exit, step.input);
  },
};
