import { changeDeps, database } from '../../platform/change-deps.ts';
import { environment } from '../../platform/environment.ts';
import type { AssignmentRow } from './decisions.ts';
import type { ChefDeps } from './operations.ts';
import { dynamoRoster } from './roster.ts';

/** What the chef service's operations stand on in AWS. */
export const chefDeps = (): ChefDeps => ({
  ...changeDeps<AssignmentRow>(environment('ASSIGNMENT_TABLE')),
  roster: dynamoRoster(database, environment('CHEF_TABLE')),
});
