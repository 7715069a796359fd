const { alarm, deadLetterAlarm, dimension, iteratorAgeAlarm, metric } = require('../platform/alarm.cjs');
const logGroups = require('../platform/log-groups.cjs');
const queuePolicy = require('../platform/queue-policy.cjs');

const executions = (Id, MetricName, stateMachineArn) =>
  metric(
    Id,
    { Namespace: 'AWS/States', MetricName, Dimensions: [dimension('StateMachineArn', stateMachineArn)] },
    300,
    'Sum',
  );

/** One is enough: every step is retried for long before a run fails. */
const executionsAlarm = (stateMachineArn) =>
  alarm({
    description: 'A run of the state machine failed, timed out or was aborted.',
    runbook: 'failed-executions',
    Metrics: [
      executions('failed', 'ExecutionsFailed', stateMachineArn),
      executions('timedOut', 'ExecutionsTimedOut', stateMachineArn),
      executions('aborted', 'ExecutionsAborted', stateMachineArn),
      // Step Functions reports a metric only when there is something to count.
      { Id: 'lost', Expression: 'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)' },
    ],
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });

/** What serverless.yml asks of a pattern, whichever it is. */
module.exports = async ({ resolveVariable }) => ({
  functions: {},
  stepFunctions: await resolveVariable('file(src/orchestration/state-machine.yml)'),
  resources: {
    StarterDlqPolicy: queuePolicy('StarterDlq'),
    TaskDlqPolicy: queuePolicy('TaskDlq'),
    StarterDlqAlarm: deadLetterAlarm('StarterDlq'),
    StarterIteratorAgeAlarm: iteratorAgeAlarm('StarterLambdaFunction', 'starter'),
    TaskDlqAlarm: deadLetterAlarm('TaskDlq'),
    ExecutionsAlarm: executionsAlarm(await resolveVariable('self:custom.stateMachineArn')),
  },
  mayQuarantine: {
    PolicyName: 'orchestration',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['TaskDlq', 'Arn'] } },
      ],
    },
  },
  logGroups: logGroups(['starter']),
  relayedStreams: [{ 'Fn::GetAtt': ['OrderTable', 'StreamArn'] }],
});
