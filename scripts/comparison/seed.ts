import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { seedChefs } from '../../src/services/chef/seed.ts';
import { seedInventory } from '../../src/services/inventory/seed.ts';
import { seedMenu } from '../../src/services/order/seed.ts';
import { seedWallets } from '../../src/services/payment/seed.ts';

/** A stage's tables, by what they hold. */
export interface Tables {
  readonly order: string;
  readonly menu: string;
  readonly wallet: string;
  readonly ledger: string;
  readonly stock: string;
  readonly reservation: string;
  readonly chef: string;
  readonly assignment: string;
}

/** The tables of a deployed stack, by their logical ids. */
export const tablesOf = (physicalId: (logicalId: string) => string): Tables => ({
  order: physicalId('OrderTable'),
  menu: physicalId('MenuTable'),
  wallet: physicalId('WalletTable'),
  ledger: physicalId('LedgerTable'),
  stock: physicalId('StockTable'),
  reservation: physicalId('ReservationTable'),
  chef: physicalId('ChefTable'),
  assignment: physicalId('AssignmentTable'),
});

/** Menu, stock, chefs and wallets; `stock` says what there is of an ingredient, plenty by default. */
export const seed = async (
  client: DynamoDBDocumentClient,
  tables: Tables,
  stock?: Readonly<Record<string, number>>,
): Promise<void> => {
  await seedMenu(client, tables.menu);
  await seedWallets(client, tables.wallet);
  await seedInventory(client, { stockTable: tables.stock }, stock);
  await seedChefs(client, { chefTable: tables.chef });
};
