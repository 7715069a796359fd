import { isObject } from './pattern/json.ts';
import { invalid } from './validation.ts';

/** Makes of an event what a target receives. */
export type Input = (event: unknown) => unknown;

const STEP = /\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/y;

/** The names and indexes of a path such as `$.detail.items[0]`. */
const steps = (path: string): readonly string[] => {
  const found: string[] = [];
  STEP.lastIndex = 1;
  while (path.startsWith('$') && STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (match === null) break;
    found.push(match[1] ?? match[2] ?? match[3] ?? '');
    if (STEP.lastIndex === path.length) return found;
  }
  if (path === '$') return found;
  throw invalid(`InputPath ${path} is not valid.`);
};

const child = (value: unknown, name: string): unknown =>
  (isObject(value) || Array.isArray(value)) && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : null;

const constant = (text: string): Input => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('Parameter Input is not valid. Reason: JSON syntax error.');
  }
  return () => value;
};

/** Input and InputPath of a target; without them it receives the event. */
export const compileInput = (target: { readonly Input?: string; readonly InputPath?: string }): Input => {
  if (target.Input !== undefined) return constant(target.Input);
  if (target.InputPath === undefined) return (event) => event;
  const names = steps(target.InputPath);
  return (event) => names.reduce(child, event);
};
