import { arn } from '../../kernel/account.ts';
import type { Dashboards } from '../dashboards.ts';

// Dashboards are global: their ARNs name no region.
const dashboardArn = (name: string): string =>
  arn('cloudwatch', `dashboard/${name}`).replace(/^(arn:[^:]+:cloudwatch:)[^:]+/, '$1');

/** What is done with dashboards. Source: CloudWatch API Reference. */
export const dashboardOperations = (dashboards: Dashboards) => ({
  PutDashboard: (input: { readonly DashboardName: string; readonly DashboardBody: string }) => {
    const { DashboardName, DashboardBody } = input;
    dashboards.put({ DashboardName, DashboardBody });
    return { DashboardValidationMessages: [] };
  },
  GetDashboard: ({ DashboardName }: { readonly DashboardName: string }) => {
    const { name, body } = dashboards.get(DashboardName);
    return { DashboardArn: dashboardArn(name), DashboardName: name, DashboardBody: body };
  },
  ListDashboards: ({ DashboardNamePrefix = '' }: { readonly DashboardNamePrefix?: string }) => ({
    DashboardEntries: dashboards
      .all()
      .filter(({ name }) => name.startsWith(DashboardNamePrefix))
      .map(({ name, body, lastModified }) => ({
        DashboardName: name,
        DashboardArn: dashboardArn(name),
        LastModified: lastModified / 1000,
        Size: Buffer.byteLength(body),
      })),
  }),
  /** All of them, or none. */
  DeleteDashboards: ({ DashboardNames }: { readonly DashboardNames: readonly string[] }) => {
    for (const name of DashboardNames) dashboards.get(name);
    for (const name of DashboardNames) dashboards.delete(name);
  },
});
