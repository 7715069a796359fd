import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitions } from '../../src/contracts/index.ts';

const folder = join(process.cwd(), 'events');

/** The file name of an event type's sample: `order.created`. */
export const shortNames = definitions.map(({ type }) => type.replace('com.pizzaco.', ''));

export function read(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

/** The sample of `order.created`, somewhat changed. */
export function changed(changes: Record<string, unknown>, data: Record<string, unknown> = {}) {
  const sample = read('order.created');
  return { ...sample, ...changes, data: { ...(sample.data as object), ...data } };
}
