const { deadLetterAlarm, iteratorAgeAlarm } = require('./alarm.cjs');
const queuePolicy = require('./queue-policy.cjs');

/** Who may reach the relay's DLQ, and when people are told of the relay, under both patterns. */
module.exports = {
  Resources: {
    RelayDlqPolicy: queuePolicy('RelayDlq'),
    RelayDlqAlarm: deadLetterAlarm('RelayDlq'),
    RelayIteratorAgeAlarm: iteratorAgeAlarm('RelayLambdaFunction', 'relay'),
  },
};
