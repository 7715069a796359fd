/** What serverless.yml asks of a pattern, whichever it is. */
module.exports = async ({ resolveVariable }) => ({
  functions: {},
  stepFunctions: await resolveVariable('file(src/orchestration/state-machine.yml)'),
  resources: {},
  relayedStreams: [{ 'Fn::GetAtt': ['OrderTable', 'StreamArn'] }],
});
