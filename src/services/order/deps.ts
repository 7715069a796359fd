import { changeDeps } from '../../platform/change-deps.ts';
import { environment } from '../../platform/environment.ts';
import type { OrderRow } from './decisions.ts';
import type { OrderDeps } from './operations.ts';

/** What the order service's operations stand on in AWS. */
export const orderDeps = (): OrderDeps => changeDeps<OrderRow>(environment('ORDER_TABLE'));
