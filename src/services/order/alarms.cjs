const { alarm, dimension, metric } = require('../../platform/alarm.cjs');

/** How long after its deadline an order may still be open before somebody looks, seconds. */
const GRACE = 15 * 60;
/** A charge that is still to land keeps an undo waiting for an hour and a minute (ADR 0008). */
const LONGEST_UNDO = 75 * 60;

const FIVE_MINUTES = 5 * 60;

/** What placeOrder could not do. */
const refused = (Id, Namespace, MetricName, Dimensions) =>
  metric(Id, { Namespace, MetricName, Dimensions }, FIVE_MINUTES, 'Sum');

/** The open orders', under both patterns: the reconciler measures them every minute; and placeOrder's. */
module.exports = async ({ resolveVariable }) => {
  const timeoutMinutes = await resolveVariable('self:custom.stage.timeoutMinutes');
  const stage = dimension('Stage', await resolveVariable('sls:stage'));
  const placeOrder = [dimension('FunctionName', { Ref: 'PlaceOrderLambdaFunction' })];
  const measured = {
    Namespace: 'PizzaTwoWays',
    Dimensions: [stage],
    Statistic: 'Maximum',
    ComparisonOperator: 'GreaterThanThreshold',
  };
  return {
    Resources: {
      OldestOpenOrderAlarm: alarm({
        description:
          'An order is still open a quarter of an hour after its deadline, or nobody looks any more.',
        runbook: 'oldest-open-order',
        ...measured,
        MetricName: 'OldestOpenOrderAge',
        Period: 60,
        EvaluationPeriods: 5,
        Threshold: timeoutMinutes * 60 + GRACE,
        // It is measured with no order open too: silence is a reconciler that does not run, and people are told.
        TreatMissingData: 'missing',
        InsufficientDataActions: [{ Ref: 'AlarmTopic' }],
      }),
      CompensationAlarm: alarm({
        description: 'An order that was called off has not been undone for more than 75 minutes.',
        runbook: 'stuck-compensation',
        ...measured,
        MetricName: 'CompensationAge',
        // An open order is looked at once an hour, and what is left of a minute.
        Period: 65 * 60,
        EvaluationPeriods: 1,
        Threshold: LONGEST_UNDO,
        // Silence rings elsewhere.
        TreatMissingData: 'notBreaching',
      }),
      PlaceOrderAlarm: alarm({
        description: 'For ten minutes requests to place an order have failed.',
        runbook: 'orders-refused',
        Metrics: [
          // It died, or never ran; what it answered with 500 it has counted itself.
          refused('died', 'AWS/Lambda', 'Errors', placeOrder),
          refused('throttled', 'AWS/Lambda', 'Throttles', placeOrder),
          refused('failed', 'PizzaTwoWays', 'ProcessingFailures', [
            stage,
            dimension('Service', 'placeOrder'),
          ]),
          { Id: 'refused', Expression: 'FILL(died, 0) + FILL(throttled, 0) + FILL(failed, 0)' },
        ],
        EvaluationPeriods: 2,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        // Nobody asked.
        TreatMissingData: 'notBreaching',
      }),
    },
  };
};
