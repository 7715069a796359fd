/** One page for a stage, whichever its pattern: how far orders get, who is slow, what is not in order. */
const NAMESPACE = 'PizzaTwoWays';
const WIDTH = 8;
const HEIGHT = 6;

/** The funnel: the facts of an order that goes well, in their order. */
const FUNNEL = [
  'order.created',
  'payment.completed',
  'inventory.reserved',
  'chef.assigned',
  'kitchen.ready',
  'kitchen.completed',
  'order.completed',
];
const OUTCOMES = ['order.completed', 'order.cancelled', 'order.timeout'];
const UNDONE = ['payment.refunded', 'payment.voided', 'inventory.released', 'chef.released'];

const widgets = (stage) => {
  const facts = (names) =>
    names.map((fact) => [NAMESPACE, 'Facts', 'Stage', stage, 'Fact', fact, { label: fact }]);
  const own = (name, stat) => [NAMESPACE, name, 'Stage', stage, { stat }];
  /** All services that have the metric, whoever they are under this pattern. */
  const byService = (name, stat) => [
    {
      expression: `SEARCH('{${NAMESPACE},Stage,Service} MetricName="${name}" Stage="${stage}"', '${stat}', 300)`,
      id: 'services',
    },
  ];
  const share = (part, label) => [
    [NAMESPACE, 'Facts', 'Stage', stage, 'Fact', 'order.created', { id: 'all', visible: false }],
    [NAMESPACE, 'Facts', 'Stage', stage, 'Fact', part, { id: 'part', visible: false }],
    [{ expression: '100 * FILL(part, 0) / all', label, id: 'share' }],
  ];
  return [
    { title: 'Funnel: orders at each stage', view: 'bar', stat: 'Sum', metrics: facts(FUNNEL) },
    { title: 'Outcomes', stat: 'Sum', metrics: facts(OUTCOMES) },
    { title: 'Undone', stat: 'Sum', metrics: facts(UNDONE) },
    { title: 'Bottleneck: latency of each service, p90', metrics: [byService('ProcessingLatency', 'p90')] },
    {
      title: 'From the first fact to all three',
      metrics: [own('FirstToAllReceived', 'Average'), own('FirstToAllReceived', 'p90')],
    },
    { title: 'Failed attempts of each service', metrics: [byService('ProcessingFailures', 'Sum')] },
    { title: 'Correlation completion rate, %', stat: 'Sum', metrics: share('kitchen.ready', 'ready') },
    { title: 'Timeout rate, %', stat: 'Sum', metrics: share('order.timeout', 'timed out') },
    {
      title: 'Open orders, and the age of the oldest (s)',
      metrics: [own('OpenOrders', 'Maximum'), own('OldestOpenOrderAge', 'Maximum')],
    },
    { title: 'Longest compensation (s)', metrics: [own('CompensationAge', 'Maximum')] },
    { title: 'Relay lag (ms)', metrics: [own('RelayLag', 'p90'), own('RelayLag', 'Maximum')] },
  ];
};

module.exports = async ({ resolveVariable }) => {
  const stage = await resolveVariable('sls:stage');
  const body = {
    widgets: widgets(stage).map((properties, index) => ({
      type: 'metric',
      x: (index % 3) * WIDTH,
      y: Math.floor(index / 3) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation substitutes it.
      properties: { region: '${AWS::Region}', period: 300, ...properties },
    })),
  };
  return { 'Fn::Sub': JSON.stringify(body) };
};
