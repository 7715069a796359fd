/** The alarms that several owners have, each with the entry of the runbook that says what to do. */
const ref = (Ref) => ({ Ref });

/** People are told when it rings and when it is over. */
const alarm = ({ description, runbook, ...properties }) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmDescription: `${description} See docs/runbook.md#${runbook}`,
    AlarmActions: [ref('AlarmTopic')],
    OKActions: [ref('AlarmTopic')],
    ...properties,
  },
});

const dimension = (Name, Value) => ({ Name, Value });

/** One message is enough: what is in a DLQ waits for a person. */
const deadLetterAlarm = (dlq) =>
  alarm({
    description: `There is something in ${dlq} that was given up.`,
    runbook: 'dead-letters',
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [dimension('QueueName', { 'Fn::GetAtt': [dlq, 'QueueName'] })],
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    // SQS reports nothing of a queue that has been empty, and left alone, for six hours.
    TreatMissingData: 'notBreaching',
  });

/** A metric that an alarm's expression is made of. `Period` in seconds. */
const metric = (Id, Metric, Period, Stat) => ({
  Id,
  MetricStat: { Metric, Period, Stat },
  ReturnData: false,
});

const queueMetric = (Id, MetricName, queue) =>
  metric(
    Id,
    {
      Namespace: 'AWS/SQS',
      MetricName,
      Dimensions: [dimension('QueueName', { 'Fn::GetAtt': [queue, 'QueueName'] })],
    },
    60,
    'Maximum',
  );

/**
 * For ten minutes on end there was something to try again. Not by ApproximateAgeOfOldestMessage: that leaves out what
 * has been received three times, and a message that keeps failing has been after two minutes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const retryQueueAlarm = (queue) =>
  alarm({
    description: `For ten minutes ${queue} has not been empty: its consumer keeps failing.`,
    runbook: 'retry-queue',
    Metrics: [
      queueMetric('visible', 'ApproximateNumberOfMessagesVisible', queue),
      queueMetric('inFlight', 'ApproximateNumberOfMessagesNotVisible', queue),
      // Of an inactive queue SQS reports nothing.
      { Id: 'waiting', Expression: 'FILL(visible, 0) + FILL(inFlight, 0)' },
    ],
    EvaluationPeriods: 10,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });

/** A stream is read late. A consumer that fails is asked again, so that a failing one shows its age too. */
const iteratorAgeAlarm = (functionId, reader) =>
  alarm({
    description: `The ${reader} reads its stream more than a minute late.`,
    runbook: 'stream-read-late',
    Namespace: 'AWS/Lambda',
    MetricName: 'IteratorAge',
    Dimensions: [dimension('FunctionName', ref(functionId))],
    Statistic: 'Maximum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 60_000,
    ComparisonOperator: 'GreaterThanThreshold',
    // Nothing was written.
    TreatMissingData: 'notBreaching',
  });

module.exports = { alarm, deadLetterAlarm, dimension, iteratorAgeAlarm, metric, retryQueueAlarm };
