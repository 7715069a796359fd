import type { Item } from '../../../lab/dynamodb/attribute-value.ts';

/** Reads of rows as the tables have them, without making documents of them. */

export const text = (item: Item | undefined, name: string): string | undefined => {
  const value = item?.[name];
  return value !== undefined && 'S' in value ? value.S : undefined;
};

export const number = (item: Item | undefined, name: string): number | undefined => {
  const value = item?.[name];
  return value !== undefined && 'N' in value ? Number(value.N) : undefined;
};

export const map = (item: Item | undefined, name: string): Item | undefined => {
  const value = item?.[name];
  return value !== undefined && 'M' in value ? value.M : undefined;
};

/** A fact that the row said, as it stands there. */
export const saidOf = (item: Item | undefined, type: string): Item | undefined =>
  map(map(item, 'said'), type);

/** A row that no service wrote. */
export const isIntruder = (item: Item | undefined): boolean =>
  text(item, 'orderId')?.startsWith('intruder-') ?? false;

/** `com.pizzaco.kitchen.ready` → `kitchen.ready` */
export const shortType = (type: string): string => type.slice('com.pizzaco.'.length);
