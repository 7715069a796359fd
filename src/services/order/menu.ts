import { fromMinorUnits, toMinorUnits } from '../../contracts/index.ts';

/** Prices in minor units. */
export interface Menu {
  /** Pizza → size → price. */
  readonly pizzas: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Topping → price, whatever the size. */
  readonly toppings: Readonly<Record<string, number>>;
  readonly currency: string;
}

/** What a customer asks for; amounts as decimals, as in events. */
export interface OrderRequest {
  readonly customerId: string;
  readonly pizzaType: string;
  readonly toppings: readonly string[];
  readonly size: string;
  readonly totalAmount: number;
  readonly currency: string;
}

/** The request asks for something that the menu does not offer, or at another price. */
export class NotOnTheMenu extends Error {
  override readonly name = 'NotOnTheMenu';
}

/** What the request costs, in minor units. @throws NotOnTheMenu saying what is not offered and what is */
export const priceOf = (
  menu: Menu,
  request: Pick<OrderRequest, 'pizzaType' | 'size' | 'toppings'>,
): number => {
  const sizes = offered('pizza', menu.pizzas, request.pizzaType);
  const base = offered('size', sizes, request.size);
  return request.toppings.reduce((sum, topping) => sum + offered('topping', menu.toppings, topping), base);
};

/** @throws NotOnTheMenu unless the customer's total and currency are the menu's */
export const assertPrice = (menu: Menu, request: OrderRequest): void => {
  if (request.currency !== menu.currency) {
    throw new NotOnTheMenu(`currency ${request.currency} is not taken; the menu is in ${menu.currency}`);
  }
  const price = priceOf(menu, request);
  if (toMinorUnits(request.totalAmount) !== price) {
    throw new NotOnTheMenu(
      `totalAmount is ${request.totalAmount}, but by the menu it is ${fromMinorUnits(price)}`,
    );
  }
};

const offered = <T>(kind: string, choices: Readonly<Record<string, T>>, wanted: string): T => {
  const found = Object.hasOwn(choices, wanted) ? choices[wanted] : undefined;
  if (found === undefined) {
    throw new NotOnTheMenu(`no ${kind} "${wanted}" on the menu; there is ${Object.keys(choices).join(', ')}`);
  }
  return found;
};
