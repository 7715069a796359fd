/** Ingredient → how much of it: pieces of dough, grams of everything else. */
type Quantities = Readonly<Record<string, number>>;

/** What the simulation's customers order → what it takes. Counted by hand, not by the bill of materials. */
const TAKEN: Readonly<Record<string, Quantities>> = {
  'small margherita': { 'dough-small': 1, 'tomato-sauce': 60, mozzarella: 120, basil: 6 },
  'medium margherita': { 'dough-medium': 1, 'tomato-sauce': 80, mozzarella: 160, basil: 8 },
  'large margherita': { 'dough-large': 1, 'tomato-sauce': 100, mozzarella: 200, basil: 10 },
  'small marinara': { 'dough-small': 1, 'tomato-sauce': 90, garlic: 6, oregano: 3 },
  'medium marinara': { 'dough-medium': 1, 'tomato-sauce': 120, garlic: 8, oregano: 4 },
  'large marinara': { 'dough-large': 1, 'tomato-sauce': 150, garlic: 10, oregano: 5 },
  'small tartufo': { 'dough-small': 1, mozzarella: 120, mushrooms: 30, truffle: 6 },
  'medium tartufo': { 'dough-medium': 1, mozzarella: 160, mushrooms: 40, truffle: 8 },
  'large tartufo': { 'dough-large': 1, mozzarella: 200, mushrooms: 50, truffle: 10 },
  'small olives': { olives: 30 },
  'medium olives': { olives: 40 },
  'large olives': { olives: 50 },
};

/** What an order says of the pizza. */
export interface Ordered {
  readonly pizzaType: string;
  readonly size: string;
  readonly toppings: readonly string[];
}

/** Ingredient → what an order takes of it. @throws Error for what nobody orders here */
export const consumptionOf = ({ pizzaType, size, toppings }: Ordered): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  for (const part of [pizzaType, ...toppings]) {
    const taken = TAKEN[`${size} ${part}`];
    if (taken === undefined) throw new Error(`nobody has counted what a ${size} ${part} takes`);
    for (const [ingredient, quantity] of Object.entries(taken))
      sums.set(ingredient, (sums.get(ingredient) ?? 0) + quantity);
  }
  return sums;
};
