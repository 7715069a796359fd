const { deadLetterAlarm, iteratorAgeAlarm } = require('./alarm.cjs');

/** The relay's, under both patterns. */
module.exports = {
  Resources: {
    RelayDlqAlarm: deadLetterAlarm('RelayDlq'),
    RelayIteratorAgeAlarm: iteratorAgeAlarm('RelayLambdaFunction', 'relay'),
  },
};
