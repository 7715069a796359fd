import { element, textElement } from '../xml.ts';
import type { Entry, QueryService } from './services.ts';

/** Seconds since 1970, one or a list of them, as ISO 8601 writes times. */
const timeText = (seconds: unknown): unknown =>
  Array.isArray(seconds) ? seconds.map(timeText) : new Date(Number(seconds) * 1000).toISOString();

/** An output, or a part of it, as an XML element of that name. */
export const write = (
  { maps = [], times, flattened }: QueryService,
  operation: string,
  root: string,
  output: unknown,
): string => {
  const names = new Map(
    Object.entries(flattened?.(operation) ?? {}).map(([name, { member, entry }]) => [
      member,
      { name, entry },
    ]),
  );
  const entriesOf = (map: object, name: string, [keyName, valueName]: Entry = ['key', 'value']): string =>
    Object.entries(map)
      .map(([key, value]) => element(name, textElement(keyName, key) + elementOf(valueName, value)))
      .join('');
  const elementOf = (name: string, given: unknown): string => {
    if (given === undefined || given === null) return '';
    const value = times?.test(name) ? timeText(given) : given;
    const flat = names.get(name);
    if (Array.isArray(value)) {
      return flat === undefined
        ? element(name, value.map((item) => elementOf('member', item)).join(''))
        : value.map((item) => elementOf(flat.name, item)).join('');
    }
    if (typeof value !== 'object') return textElement(name, String(value));
    if (flat !== undefined) return entriesOf(value as object, flat.name, flat.entry);
    const members = Object.entries(value as object).map(([member, item]) => elementOf(member, item));
    return element(name, maps.includes(name) ? entriesOf(value as object, 'entry') : members.join(''));
  };
  return elementOf(root, output);
};
