import { isObject } from '../pattern/json.ts';
import { readPattern } from '../rule.ts';
import { invalid, required } from '../validation.ts';

interface Input {
  readonly EventPattern: string;
  readonly Event: string;
}

/** Fields without which it is no event. Source: TestEventPattern in the EventBridge API reference. */
const MANDATORY = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

const readEvent = (text: string): unknown => {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw invalid('Parameter Event is not valid. Reason: JSON syntax error.');
  }
  const missing = MANDATORY.find((name) => !isObject(event) || !Object.hasOwn(event, name));
  if (missing !== undefined) throw invalid(`Parameter Event is not valid. Reason: ${missing} is missing.`);
  return event;
};

/** Whether the event, as it would be delivered, matches the pattern. Throws InvalidEventPatternException. */
export const testEventPattern = (input: Input) => {
  required(input, 'EventPattern', 'Event');
  return { Result: readPattern(input.EventPattern)(readEvent(input.Event)) };
};
