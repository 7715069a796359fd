import { resourceInUse } from './errors.ts';
import type { Table } from './table.ts';

const DOING = { CREATING: 'created', UPDATING: 'updated', DELETING: 'deleted' } as const;

/** Throws ResourceInUseException while another change of the table is on its way. */
export const checkIdle = ({ status, schema }: Table): void => {
  if (status === 'ACTIVE') return;
  throw resourceInUse(
    `Attempt to change a resource which is still in use: Table is being ${DOING[status]}: ${schema.name}`,
  );
};
