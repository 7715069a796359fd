import { invalidPattern } from './invalid-pattern.ts';

/** Reads a property out of a JSON value; undefined when it is not there. */
export type Selector = (root: unknown) => unknown;

const STEP = /\.([\w-]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/g;

/** `$.a.b[0]['c d']` */
export const parseSelector = (text: string | undefined): Selector => {
  if (text === undefined || !text.startsWith('$')) throw invalidPattern();
  const steps = [...text.matchAll(STEP)].map(([, name, index, ...quoted]) =>
    String(name ?? index ?? quoted.find((each) => each !== undefined)),
  );
  return (root) => {
    let value = root;
    for (const step of steps) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
      value = (value as Readonly<Record<string, unknown>>)[step];
    }
    return value;
  };
};
