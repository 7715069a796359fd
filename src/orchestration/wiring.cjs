/** What serverless.yml asks of a pattern, whichever it is. */
module.exports = async ({ resolveVariable }) => ({
  functions: {},
  stepFunctions: await resolveVariable('file(src/orchestration/state-machine.yml)'),
  resources: {},
  mayQuarantine: {
    PolicyName: 'orchestration',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': ['TaskDlq', 'Arn'] } },
      ],
    },
  },
  relayedStreams: [{ 'Fn::GetAtt': ['OrderTable', 'StreamArn'] }],
});
