import { changeDeps } from '../../platform/change-deps.ts';
import { environment } from '../../platform/environment.ts';
import type { KitchenRow } from './decisions.ts';
import type { KitchenDeps } from './operations.ts';

/** What the kitchen's operations stand on in AWS. */
export const kitchenDeps = (): KitchenDeps => changeDeps<KitchenRow>(environment('KITCHEN_TABLE'));
