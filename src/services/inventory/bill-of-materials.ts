import type { EventOf, Fact, inventoryReserved, orderCreated } from '../../contracts/index.ts';

/** Ingredient → quantity, in whole units of the ingredient. */
type Quantities = Readonly<Record<string, number>>;

/** What goes into a pizza. The service's own data, one document of at most 4 KB: half a read unit an order. */
export interface BillOfMaterials {
  /** Size → its dough, a piece, and what it takes of everything else: percent of the quantities below. */
  readonly sizes: Readonly<Record<string, { readonly dough: string; readonly percent: number }>>;
  readonly pizzas: Readonly<Record<string, Quantities>>;
  readonly toppings: Readonly<Record<string, Quantities>>;
  /** Pieces, unless a unit is named; one shard of stock, unless there are more (H34). */
  readonly ingredients: Readonly<Record<string, { readonly unit?: string; readonly shards?: number }>>;
}

/** What inventory reads of `order.created`. */
export type Order = Pick<EventOf<typeof orderCreated>['data'], 'pizzaType' | 'size' | 'toppings'>;

/** A quantity of an ingredient, as the events show it. */
export type Portion = Fact<typeof inventoryReserved>['data']['ingredientsReserved'][number];

/** What an order needs of one ingredient, and over how many shards that ingredient is spread. */
export interface Need {
  readonly portion: Portion;
  readonly shards: number;
}

/** What an order needs: every ingredient once. Or what it asks for that nobody here knows how to make. */
export type Needs =
  | { readonly kind: 'known'; readonly needs: readonly Need[] }
  | { readonly kind: 'unknown'; readonly names: readonly string[] };

/** Pizza, size and toppings → ingredients; an ingredient that several of them take is summed. */
export const needsOf = (bill: BillOfMaterials, { pizzaType, size, toppings }: Order): Needs => {
  const base = bill.sizes[size];
  const unknown = [
    ...unlisted(bill.sizes, [size]),
    ...unlisted(bill.pizzas, [pizzaType]),
    ...unlisted(bill.toppings, toppings),
  ];
  if (base === undefined || unknown.length > 0) return { kind: 'unknown', names: [...new Set(unknown)] };
  const layers = [bill.pizzas[pizzaType], ...toppings.map((topping) => bill.toppings[topping])];
  const portion = (ingredient: string, quantity: number): Need => {
    const { unit, shards = 1 } = bill.ingredients[ingredient] ?? {};
    return { portion: { ingredient, quantity, ...(unit !== undefined && { unit }) }, shards };
  };
  const scaled = [...sum(layers)].map(([ingredient, quantity]) =>
    portion(ingredient, Math.ceil((quantity * base.percent) / 100)),
  );
  return { kind: 'known', needs: [portion(base.dough, 1), ...scaled] };
};

const sum = (layers: readonly (Quantities | undefined)[]): Map<string, number> => {
  const total = new Map<string, number>();
  for (const layer of layers) {
    for (const [ingredient, quantity] of Object.entries(layer ?? {})) {
      total.set(ingredient, (total.get(ingredient) ?? 0) + quantity);
    }
  }
  return total;
};

/** The names come from outside: `constructor` is no pizza. */
const unlisted = (list: object, names: readonly string[]): readonly string[] =>
  names.filter((name) => !Object.hasOwn(list, name));
