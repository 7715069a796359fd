import { changeDeps, database } from '../../../platform/change-deps.ts';
import { environment } from '../../../platform/environment.ts';
import { httpHandler } from '../../../platform/middleware/http.ts';
import type { OrderRow } from '../decisions.ts';
import { menuFrom } from '../menu-table.ts';
import { placeOrder } from '../place-order.ts';
import { readRequest } from '../request.ts';

const deps = {
  ...changeDeps<OrderRow>(environment('ORDER_TABLE')),
  menu: menuFrom(database, environment('MENU_TABLE')),
  timeoutMinutes: Number(environment('TIMEOUT_MINUTES')),
};

export const handler = httpHandler(async (event: unknown) => placeOrder(readRequest(event), deps));
