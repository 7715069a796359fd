import type { Kernel } from '../kernel/kernel.ts';
import type { Objects } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Stack as DeployedStack } from '../template/deploy.ts';
import type { Package } from '../template/load.ts';
import type { Registry } from '../template/resource-type.ts';
import { changeSetOperations } from './operations/change-sets.ts';
import { describeOperations } from './operations/describe.ts';
import { stackOperations } from './operations/stacks.ts';
import { templateOperations } from './operations/templates.ts';
import { createRuns } from './runs.ts';
import { createStacks } from './stacks.ts';
import { createTell } from './tell.ts';

/** CloudFormation by its API: stacks that are made, changed and deleted in the background, and tell of it. */
export interface CloudFormation {
  readonly service: Service;
  /** @throws AwsError AlreadyExistsException */
  assertNew(stackName: string): void;
  /** Takes over a stack that was deployed the short way, as if it had been created here. */
  adopt(deployed: DeployedStack, pkg: Package): void;
}

export const createCloudFormation = (ports: {
  readonly kernel: Kernel;
  readonly registry: Registry;
  /** Where templates and the code of functions are. */
  readonly objects: Objects;
}): CloudFormation => {
  const { kernel, registry } = ports;
  const stacks = createStacks(kernel);
  const tell = createTell(kernel);
  const runs = createRuns(kernel, registry, tell);
  return {
    service: {
      id: 'cloudformation',
      operations: {
        ...stackOperations({ ...ports, stacks, runs }),
        ...changeSetOperations({ ...ports, stacks, runs, tell }),
        ...describeOperations(stacks),
        ...templateOperations({ ...ports, stacks }),
      },
    },
    assertNew: stacks.assertNew,
    adopt: ({ name, outputs, resources }, { template, artifact }) => {
      const stack = stacks.add(name);
      stack.submission = {
        ...{ template, artifact, tags: [], capabilities: [], notificationArns: [] },
        get body() {
          return JSON.stringify(template);
        },
      };
      stack.outputs = outputs;
      tell.stack(stack, 'CREATE_IN_PROGRESS', 'User Initiated');
      for (const { logicalId, type, physicalId, attributes, properties } of resources) {
        const definition = template.Resources[logicalId] ?? { Type: type };
        const resource = { ref: physicalId, attributes, properties };
        stack.resources.set(logicalId, { ...resource, logicalId, definition, artifact, generation: 0 });
        tell.resource(stack, { logicalId, type, physicalId }, 'CREATE_COMPLETE');
      }
      tell.stack(stack, 'CREATE_COMPLETE');
    },
  };
};
