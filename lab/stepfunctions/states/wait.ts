import { type Source, transition, typedTemplate } from '../definition/source.ts';
import { leave, readExit } from '../exit.ts';
import type { Scope } from '../expressions/scope.ts';
import { expressionText } from '../expressions/template.ts';
import { scopeOf } from '../scope.ts';
import type { Step } from '../step.ts';
import type { StateType } from './state-type.ts';

const SECONDS = { min: 0, max: 99_999_999 };

/** The profile of ISO 8601 that the specification asks for: upper-case T, and a time zone. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const epochMs = (timestamp: string): number =>
  TIMESTAMP.test(timestamp) ? Date.parse(timestamp) : Number.NaN;

/** https://states-language.net/#wait-state. A moment that has passed is no wait at all. */
export const wait: StateType = {
  fields: ['Seconds', 'Timestamp', 'Output', 'Assign', 'Next', 'End'],
  read: (source) => {
    const exit = readExit(source, transition(source));
    const duration = readDuration(source);
    return async (step) => {
      const scope = scopeOf(step);
      await step.branch.sleep(await duration(step, scope));
      return leave(step, scope, exit, step.input);
    };
  },
};

/** How long to wait, in ms. */
const readDuration = (source: Source): ((step: Step, scope: Scope) => Promise<number>) => {
  const { body, problems, location } = source;
  if ((body.Seconds === undefined) === (body.Timestamp === undefined)) {
    problems.add('SCHEMA_VALIDATION_FAILED', 'A Wait state needs one of [Seconds, Timestamp]', location);
  }
  const seconds = typedTemplate(source, 'Seconds', 'number', SECONDS);
  const timestamp = typedTemplate(source, 'Timestamp', 'string');
  const text = expressionText(body.Timestamp);
  if (typeof body.Timestamp === 'string' && text === undefined && Number.isNaN(epochMs(body.Timestamp))) {
    problems.add('SCHEMA_VALIDATION_FAILED', 'Value should be a timestamp', `${location}/Timestamp`);
  }
  return async (step, scope) => {
    if (seconds !== undefined) return (await seconds(scope)) * 1000;
    const moment = (await timestamp?.(scope)) ?? '';
    const at = epochMs(moment);
    if (Number.isNaN(at)) {
      const what = `The JSONata expression '${text}' specified for the field 'Timestamp' returned`;
      throw scope.failure(`${what} no timestamp: ${JSON.stringify(moment)}`, 'Timestamp');
    }
    return at - step.execution.engine.kernel.clock.now();
  };
};
