import { type Properties, readerOf } from '../template/properties.ts';

const TYPE = 'AWS::CloudWatch::Dashboard';
const WIDGETS = ['alarm', 'log', 'metric', 'text'];

interface Widget {
  readonly type?: unknown;
  readonly properties?: unknown;
}

const bodyOf = (text: string): { readonly widgets?: unknown } => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${TYPE}.DashboardBody is not JSON`);
  }
};

const checkWidget = ({ type, properties }: Widget, where: string): void => {
  if (typeof type !== 'string' || !WIDGETS.includes(type))
    throw new Error(`${where}: there is no widget ${type}`);
  if (typeof properties !== 'object' || properties === null) throw new Error(`${where} has no properties`);
  const { metrics, region } = properties as { metrics?: unknown; region?: unknown };
  if (type !== 'metric') return;
  if (!Array.isArray(metrics) || !metrics.every(Array.isArray))
    throw new Error(`${where} has no list of metrics`);
  if (typeof region !== 'string') throw new Error(`${where} has no region`);
};

export interface Dashboard {
  readonly name: string;
  /** JSON text. */
  readonly body: string;
}

/**
 * Reads an AWS::CloudWatch::Dashboard: nobody looks at it in the lab, but a body that CloudWatch would refuse is
 * refused. Source: CloudWatch API Reference, "Dashboard body structure and syntax".
 */
export const readDashboard = (properties: Properties): Dashboard => {
  const reader = readerOf(TYPE, properties, ['DashboardName', 'DashboardBody']);
  const body = reader.text('DashboardBody');
  const { widgets } = bodyOf(body);
  if (!Array.isArray(widgets)) throw new Error(`${TYPE}.DashboardBody has no widgets`);
  for (const [index, widget] of widgets.entries())
    checkWidget(widget, `${TYPE}.DashboardBody.widgets[${index}]`);
  return { name: reader.text('DashboardName'), body };
};
