import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { putAll } from '../../platform/put-all.ts';
import { bookingsKey, skillKey } from './roster.ts';
import { specialists } from './specialists.ts';

/** Beside their own, chefs make this many recipes more: the next ones of the list. */
const OTHER_RECIPES = 2;
const CAPACITY = 4;
const PREP_MINUTES = { specialty: 12, other: 15 };

interface Chef {
  readonly chefId: string;
  readonly name: string;
  readonly recipes: readonly string[];
}

const pizzas = Object.keys(specialists);

/** Everybody on the roster; the first recipe is the specialty. */
const roster: readonly Chef[] = pizzas.flatMap((specialty, position) =>
  (specialists[specialty] ?? []).map((name) => ({
    chefId: `chef-${name.split(' ')[0]?.toLowerCase()}`,
    name,
    recipes: [...pizzas, ...pizzas].slice(position, position + 1 + OTHER_RECIPES),
  })),
);

/** Who makes what. */
export const skillItems = () =>
  roster.flatMap(({ chefId, name, recipes }) =>
    recipes.map((recipe, position) => {
      const specialty = position === 0;
      const prepTime = specialty ? PREP_MINUTES.specialty : PREP_MINUTES.other;
      return { ...skillKey(recipe, chefId), name, specialty, prepTime };
    }),
  );

/**
 * Nobody has anything to do yet.
 *
 * @param capacities chef's id → orders at a time, for those who differ
 */
export const bookingItems = (capacities: Readonly<Record<string, number>> = {}) =>
  roster.map(({ chefId }) => ({
    ...bookingsKey(chefId),
    booked: 0,
    capacity: capacities[chefId] ?? CAPACITY,
  }));

/** Writes the roster over whatever was there: for a stage without open orders. */
export const seedChefs = async (
  client: DynamoDBDocumentClient,
  { chefTable }: { readonly chefTable: string },
  capacities?: Readonly<Record<string, number>>,
): Promise<void> => putAll(client, chefTable, [...skillItems(), ...bookingItems(capacities)]);
