import type { Branch, MapItem } from '../branch.ts';
import { notSupported } from '../definition/problems.ts';
import {
  isObject,
  requireFields,
  type Source,
  template,
  transition,
  typedTemplate,
} from '../definition/source.ts';
import { withErrorHandling } from '../error-handling.ts';
import { errors } from '../errors.ts';
import { leave, readExit } from '../exit.ts';
import type { Template } from '../expressions/template.ts';
import { runForks } from '../forks.ts';
import type { Event, EventDetails } from '../history.ts';
import { runWorkflow } from '../interpreter.ts';
import type { Payload } from '../payload.ts';
import { scopeOf } from '../scope.ts';
import { failureOf, limited, type Step } from '../step.ts';
import type { Workflow } from '../workflow.ts';
import type { StateType } from './state-type.ts';

/** Iterations at once of a Map in inline mode ("Using Map state in Inline mode"). */
const MOST_AT_ONCE = 40;

/** What only the distributed mode has, and the forms that ItemProcessor and ItemSelector replaced. */
const REFUSED = [
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
  'Label',
  'Iterator',
];

/** https://states-language.net/#map-state, in inline mode. Any iteration that fails stops the others. */
export const map: StateType = {
  fields: [
    ...['ItemProcessor', 'Items', 'ItemSelector', 'MaxConcurrency'],
    ...['Output', 'Assign', 'Next', 'End', 'Retry', 'Catch'],
    ...REFUSED,
  ],
  read: (source) => {
    const refused = REFUSED.find((field) => source.body[field] !== undefined);
    if (refused !== undefined) throw notSupported(`${refused} of a Map`, source.location);
    requireFields(source, 'ItemProcessor');
    const exit = readExit(source, transition(source));
    const items = typedTemplate(source, 'Items', 'array');
    const selector = template(source, 'ItemSelector');
    const concurrency = typedTemplate(source, 'MaxConcurrency', 'number', {
      min: 0,
      max: Number.MAX_SAFE_INTEGER,
    });
    const workflow = readProcessor(source);
    return withErrorHandling(source, async (step) => {
      const { branch } = step;
      const scope = scopeOf(step);
      const given = items === undefined ? inputItems(step) : await items(scope);
      const most = (await concurrency?.(scope)) || MOST_AT_ONCE;
      if (step.forks === undefined)
        branch.record('MapStateStarted', { mapStateStartedEventDetails: { length: given.length } });
      const outputs = await runForks(step, {
        count: given.length,
        concurrency: Math.min(most, MOST_AT_ONCE),
        open: (index, after) =>
          branch.fork({
            item: { Index: index, Value: given[index], Source: 'STATE_DATA' },
            aborted: iterationEvent(step, 'Aborted', index),
            after,
          }),
        run: (index, fork, stood) => iterate(step, workflow, selector, fork, index, stood),
        ending: (index, how) => iterationEvent(step, how, index),
      });
      const result = limited(step, outputs);
      branch.record('MapStateSucceeded');
      return leave(step, scopeOf(step, { result: result.value }), exit, result);
    });
  },
};

const readProcessor = (source: Source): Workflow => {
  const { ProcessorConfig: config, ...processor } = isObject(source.body.ItemProcessor)
    ? source.body.ItemProcessor
    : {};
  const location = `${source.location}/ItemProcessor`;
  const { Mode: mode = 'INLINE' } = isObject(config) ? config : {};
  if (mode !== 'INLINE') throw notSupported(`Mode ${mode} of a Map`, `${location}/ProcessorConfig`);
  return source.workflow(processor, location);
};

const inputItems = (step: Step): readonly unknown[] => {
  const { value } = step.input;
  if (Array.isArray(value)) return value;
  throw failureOf(step, errors.runtime, 'The input of a Map state without Items must be an array.');
};

/** Runs the workflow over one item. */
const iterate = async (
  step: Step,
  workflow: Workflow,
  selector: Template | undefined,
  fork: Branch,
  index: number,
  stood: Step | undefined,
): Promise<Payload> => {
  const inFork: Step = { ...step, branch: fork };
  const item = fork.item as MapItem;
  if (stood === undefined) fork.record(...iterationEvent(step, 'Started', index));
  const input = limited(step, selector === undefined ? item.Value : await selector(scopeOf(inFork)));
  return runWorkflow(workflow, step.execution, fork, input, stood);
};

type IterationEvent = 'Started' | 'Succeeded' | 'Failed' | 'Aborted';

const iterationEvent = ({ state }: Step, event: IterationEvent, index: number): Event => {
  const details: EventDetails = { [`mapIteration${event}EventDetails`]: { name: state.name, index } };
  return [`MapIteration${event}`, details];
};
