/**
 * `sls deploy function` asks for the name of the function's role, and CloudFormation made that name: the role stays
 * the one that is deployed. A plugin of the framework.
 */
class DeployedRole {
  constructor(serverless, options) {
    this.hooks = {
      'before:deploy:function:deploy': () => {
        const { Configuration } = serverless.service.provider.remoteFunctionData;
        serverless.service.getFunction(options.function).role = Configuration.Role;
      },
    };
  }
}

module.exports = DeployedRole;
