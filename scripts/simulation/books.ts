import type { Item } from '../../lab/dynamodb/attribute-value.ts';
import { fromItem } from './document.ts';
import type { SimulatedLab } from './lab.ts';
import { number, text } from './oracles/rows.ts';
import type { Stage } from './stage.ts';

type Json = Readonly<Record<string, unknown>>;

/** All items of a table, as documents. */
export const scan = ({ dynamodb }: SimulatedLab, { tables }: Stage, held: string): readonly Json[] => {
  const { Items } = dynamodb.service.operations.Scan(
    { TableName: tables.get(held), ConsistentRead: true },
    { name: 'user' },
  ) as { readonly Items: readonly Parameters<typeof fromItem>[0][] };
  return Items.map(fromItem);
};

/** Ingredient → units, over all shelves. */
export const countStock = (lab: SimulatedLab, stage: Stage): ReadonlyMap<string, number> => {
  const units = new Map<string, number>();
  for (const { ingredient, quantity } of scan(lab, stage, 'Stock')) {
    if (quantity === undefined) continue;
    units.set(String(ingredient), (units.get(String(ingredient)) ?? 0) + Number(quantity));
  }
  return units;
};

/** Chef → orders under way. */
export const countBookings = (lab: SimulatedLab, stage: Stage): ReadonlyMap<string, number> =>
  new Map(
    scan(lab, stage, 'Chef').flatMap(({ pk, booked }) =>
      booked === undefined ? [] : [[chefOf(String(pk)), Number(booked)] as const],
    ),
  );

/** `chef#chef-mario` → `chef-mario` */
const chefOf = (key: string): string => key.replace('chef#', '');

/** Keeps count of the bookings that chefs had in all. */
export interface BookingsCount {
  /** Chef → how often booked. */
  readonly times: ReadonlyMap<string, number>;
  onChange(held: string, before: Item | undefined, after: Item | undefined): void;
}

export const countEachBooking = (): BookingsCount => {
  const times = new Map<string, number>();
  return {
    times,
    onChange: (held, before, after) => {
      if (held !== 'Chef' || before === undefined) return;
      const more = (number(after, 'booked') ?? 0) - (number(before, 'booked') ?? 0);
      const chef = chefOf(text(after, 'pk') ?? '');
      if (more > 0) times.set(chef, (times.get(chef) ?? 0) + more);
    },
  };
};
