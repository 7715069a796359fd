// CloudWatch API Reference, "Dashboard body structure and syntax".
import { expect, it } from '@jest/globals';
import { createWorld } from './world.ts';

const dashboard = (body: unknown) => ({ DashboardName: 'd', DashboardBody: JSON.stringify(body) });
const widget = { type: 'metric', properties: { region: 'us-east-1', metrics: [['A', 'b']] } };

it('is taken as it is', () => {
  expect(createWorld().cloudwatch.createDashboard(dashboard({ widgets: [widget] }))).toMatchObject({
    name: 'd',
  });
});

it.each([
  [{ DashboardName: 'd', DashboardBody: '{' }, 'DashboardBody is not JSON'],
  [dashboard({}), 'has no widgets'],
  [dashboard({ widgets: [{ type: 'pie' }] }), 'there is no widget pie'],
  [dashboard({ widgets: [{ type: 'metric' }] }), 'widgets[0] has no properties'],
  [dashboard({ widgets: [{ type: 'metric', properties: { metrics: ['A'] } }] }), 'has no list of metrics'],
  [dashboard({ widgets: [{ type: 'metric', properties: { metrics: [] } }] }), 'has no region'],
  [{ ...dashboard({ widgets: [] }), Colour: 'red' }, 'AWS::CloudWatch::Dashboard.Colour'],
])('%#: is refused: %s', (properties, message) => {
  expect(() => createWorld().cloudwatch.createDashboard(properties)).toThrow(message);
});
