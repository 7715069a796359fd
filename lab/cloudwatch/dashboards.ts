import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Properties } from '../template/properties.ts';
import { type Dashboard, readDashboard } from './dashboard.ts';

interface Kept extends Dashboard {
  /** Epoch ms. */
  readonly lastModified: number;
}

/** The dashboards of the account, which are checked and shown to nobody. */
export interface Dashboards {
  /** Takes an AWS::CloudWatch::Dashboard; one of its name is replaced. */
  put(properties: Properties): Dashboard;
  delete(name: string): void;
  /** Throws `AwsError` (DashboardNotFoundError), as `delete` does. */
  get(name: string): Kept;
  all(): readonly Kept[];
}

export const createDashboards = (clock: Clock): Dashboards => {
  const dashboards = new Map<string, Kept>();
  const get = (name: string): Kept => {
    const found = dashboards.get(name);
    if (found !== undefined) return found;
    throw new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`, { status: 404 });
  };
  return {
    put: (properties) => {
      const dashboard = readDashboard(properties);
      dashboards.set(dashboard.name, { ...dashboard, lastModified: clock.now() });
      return dashboard;
    },
    delete: (name) => void dashboards.delete(get(name).name),
    get,
    all: () => [...dashboards.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
};
