const { deadLetterAlarm, retryQueueAlarm } = require('../platform/alarm.cjs');
const logGroups = require('../platform/log-groups.cjs');
const queuePolicy = require('../platform/queue-policy.cjs');

/**
 * Who hears what: the whole choreography on one page. From it come each consumer's rules, retry queue, DLQ and
 * the permissions they need. `nudge` is heard only when the reconciler says the fact again (attempt > 1).
 */
const hears = {
  payment: ['order.created', 'order.cancelled', 'order.timeout'],
  inventory: ['order.created', 'kitchen.ready', 'order.cancelled', 'order.timeout'],
  chef: [
    'order.created',
    'kitchen.completed',
    'order.cancelled',
    'order.timeout',
    { nudge: 'order.completed' },
  ],
  aggregator: [
    'payment.completed',
    'payment.failed',
    'inventory.reserved',
    'inventory.unavailable',
    'chef.assigned',
    'chef.unavailable',
    'order.overdue',
  ],
  kitchen: ['kitchen.ready'],
  order: [
    'kitchen.completed',
    'kitchen.rejected',
    'payment.refunded',
    'payment.voided',
    'inventory.released',
    'chef.released',
  ],
};

/** The tables whose streams the relay publishes: every service says its own facts. */
const relayed = ['Order', 'Payment', 'Reservation', 'Assignment', 'Kitchen'];

const DAYS = 24 * 60 * 60;
const RETENTION = 14 * DAYS;

/**
 * Receives before a message is given up, one a minute: until the order's deadline and a while, and as long as a
 * payment's undo may have to wait for a charge to land (an hour).
 */
const patience = (timeoutMinutes) => Math.max(timeoutMinutes, 61) + 15;

const ref = (Ref) => ({ Ref });
const att = (id, attribute) => ({ 'Fn::GetAtt': [id, attribute] });
const arn = (id) => att(id, 'Arn');
const capital = (name) => name[0].toUpperCase() + name.slice(1);
const type = (fact) => `com.pizzaco.${fact}`;
const publisher = (fact) => `${fact.split('.')[0]}-service`;
const unique = (list) => [...new Set(list)];

const subscription = (dlq, pattern) => ({
  eventBridge: {
    eventBus: ref('Bus'),
    pattern,
    // Only for what never reaches the function; whatever it fails at goes to its retry queue.
    deadLetterQueueArn: arn(dlq),
    retryPolicy: { maximumEventAge: DAYS, maximumRetryAttempts: 185 },
  },
});

const subscriptions = (facts, dlq) => {
  const plain = facts.filter((fact) => typeof fact === 'string');
  const nudges = facts.flatMap((fact) => fact.nudge ?? []);
  return [
    subscription(dlq, { source: unique(plain.map(publisher)), 'detail-type': plain.map(type) }),
    ...nudges.map((fact) =>
      subscription(dlq, {
        source: [publisher(fact)],
        'detail-type': [type(fact)],
        detail: { attempt: [{ numeric: ['>', 1] }] },
      }),
    ),
  ];
};

const consumer = ([name, facts]) => {
  const [retryQueue, dlq] = [`${capital(name)}RetryQueue`, `${capital(name)}Dlq`];
  return [
    name,
    {
      handler: `src/choreography/handlers/${name}.handler`,
      environment: { DLQ_URL: ref(dlq) },
      destinations: { onFailure: { type: 'sqs', arn: arn(retryQueue) } },
      events: [
        ...subscriptions(facts, dlq),
        { sqs: { arn: arn(retryQueue), batchSize: 10, functionResponseType: 'ReportBatchItemFailures' } },
      ],
    },
  ];
};

const queues = (timeoutMinutes) => (name) => {
  const [retryQueue, dlq] = [`${capital(name)}RetryQueue`, `${capital(name)}Dlq`];
  const rules = hears[name].some((fact) => fact.nudge) ? 2 : 1;
  return [
    [
      retryQueue,
      {
        Type: 'AWS::SQS::Queue',
        Properties: {
          SqsManagedSseEnabled: true,
          MessageRetentionPeriod: RETENTION,
          VisibilityTimeout: 60,
          RedrivePolicy: { deadLetterTargetArn: arn(dlq), maxReceiveCount: patience(timeoutMinutes) },
        },
      },
    ],
    [
      dlq,
      {
        Type: 'AWS::SQS::Queue',
        Properties: { SqsManagedSseEnabled: true, MessageRetentionPeriod: RETENTION },
      },
    ],
    [`${retryQueue}Policy`, queuePolicy(retryQueue)],
    [
      `${dlq}Policy`,
      queuePolicy(
        dlq,
        Array.from({ length: rules }, (_, index) => mayGiveUp(name, index + 1, dlq)),
      ),
    ],
    [`${retryQueue}Alarm`, retryQueueAlarm(retryQueue)],
    [`${dlq}Alarm`, deadLetterAlarm(dlq)],
  ];
};

/** A rule may put what it cannot bring into its consumer's DLQ. */
const mayGiveUp = (name, index, dlq) => ({
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: arn(dlq),
  Condition: { ArnEquals: { 'aws:SourceArn': ruleArn(name, index) } },
});

/** The framework names a function's rules in order: <service>-<stage>-<function>-rule-<n>. */
const ruleArn = (name, index) => ({
  'Fn::Sub': [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation substitutes these.
    'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/${bus}/${AWS::StackName}-${rule}',
    { bus: ref('Bus'), rule: `${name}-rule-${index}` },
  ],
});

const allow = (name) => ({
  PolicyName: 'choreography',
  PolicyDocument: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:SendMessage'],
        Resource: arn(`${capital(name)}RetryQueue`),
      },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn(`${capital(name)}Dlq`) },
    ],
  },
});

/** The role of a service is its own; the pattern adds a policy. The framework merges lists by position. */
const role = (name) => [`${capital(name)}Role`, { Properties: { Policies: [{}, allow(name)] } }];

const stream = (table) => ({
  stream: {
    type: 'dynamodb',
    arn: att(`${table}Table`, 'StreamArn'),
    startingPosition: 'TRIM_HORIZON',
    batchSize: 10,
    parallelizationFactor: 10,
    bisectBatchOnFunctionError: true,
    maximumRecordAgeInSeconds: DAYS - 60 * 60,
    functionResponseType: 'ReportBatchItemFailures',
    filterPatterns: [{ dynamodb: { NewImage: { outbox: { S: [{ exists: true }] } } } }],
    destinations: { onFailure: { type: 'sqs', arn: arn('RelayDlq') } },
  },
});

module.exports = async ({ resolveVariable }) => {
  const timeoutMinutes = await resolveVariable('self:custom.stage.timeoutMinutes');
  const names = Object.keys(hears);
  return {
    functions: {
      ...Object.fromEntries(Object.entries(hears).map(consumer)),
      relay: { events: relayed.map(stream) },
      reconciler: { handler: 'src/choreography/handlers/reconciler.handler' },
    },
    resources: Object.fromEntries([...names.flatMap(queues(timeoutMinutes)), ...names.map(role)]),
    stepFunctions: { stateMachines: {} },
    logGroups: logGroups(['aggregator']),
    relayedStreams: relayed.map((table) => att(`${table}Table`, 'StreamArn')),
  };
};
