import { changeDeps } from '../../../platform/change-deps.ts';
import { environment } from '../../../platform/environment.ts';
import { httpHandler } from '../../../platform/middleware/http.ts';
import type { OrderRow } from '../decisions.ts';
import { getOrder } from '../get-order.ts';
import { readRequest } from '../request.ts';

const deps = changeDeps<OrderRow>(environment('ORDER_TABLE'));

export const handler = httpHandler(async (event: unknown) => getOrder(readRequest(event), deps));
