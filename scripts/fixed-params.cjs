/**
 * Params are fixed at a stage's first deployment: a command that leaves one out would otherwise give the stage its
 * default again, in the middle of an incident at worst. A plugin of the framework.
 */
class FixedParams {
  constructor(serverless) {
    this.hooks = { 'before:aws:deploy:deploy:createStack': () => assertUnchanged(serverless) };
  }
}

const assertUnchanged = async (serverless) => {
  const provider = serverless.getProvider('aws');
  const outputs = await deployedOutputs(provider);
  const deployed = minutesOf(outputs.find(({ OutputKey }) => OutputKey === 'Timeout')?.OutputValue);
  const wanted = minutesOf(serverless.service.provider.compiledCloudFormationTemplate.Outputs.Timeout.Value);
  if (deployed === undefined || deployed === wanted) return;
  throw new serverless.classes.Error(
    `stage "${provider.getStage()}" was first deployed with timeoutMinutes=${deployed}, which is fixed since then, and not with ${wanted}; add --param timeoutMinutes=${deployed}, or remove the stage first.`,
    'PARAM_IS_FIXED',
  );
};

/** Of `30 minutes`: a number alone would be none that CloudFormation takes for an output. */
const minutesOf = (text) => text?.split(' ')[0];

/** Of a stack that is not there yet: none. */
const deployedOutputs = async (provider) => {
  // Here, so that packaging does not load it.
  const { CloudFormationClient, DescribeStacksCommand } = require('@aws-sdk/client-cloudformation');
  const client = new CloudFormationClient(await provider.getAwsSdkV3Config());
  const StackName = provider.naming.getStackName();
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
    return Stacks[0].Outputs ?? [];
  } catch (error) {
    if (/does not exist$/.test(error.message)) return [];
    throw error;
  }
};

module.exports = FixedParams;
