import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type UpdateStackCommandInput,
} from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import { createLab } from '../../../lab/lab.ts';

export type Resources = Readonly<Record<string, object>>;

export const bodyOf = (resources: Resources, outputs: object = {}): string =>
  JSON.stringify({ Resources: resources, Outputs: outputs });

/** An empty lab in virtual time, with AWS's own clients. */
export const openLab = () => {
  const kernel = virtualKernel({ seed: 1, startAt: Date.parse('2026-01-13T10:00:00Z') });
  const lab = createLab(kernel);
  const { settle } = kernel.clock;
  const cloudformation = new CloudFormationClient(lab.client);
  const s3 = new S3Client({ ...lab.client, forcePathStyle: true });

  /** Waits for what takes real time besides: S3's clients read bodies as streams. */
  const eventually = async <T>(promise: Promise<T>): Promise<T> => {
    let isSettled = false;
    const mark = (): void => {
      isSettled = true;
    };
    promise.then(mark, mark);
    while (!isSettled) await kernel.clock.run();
    return promise;
  };

  const events = async (StackName: string): Promise<string[]> => {
    const { StackEvents = [] } = await settle(
      cloudformation.send(new DescribeStackEventsCommand({ StackName })),
    );
    return StackEvents.reverse().map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason }) =>
      [LogicalResourceId, ResourceStatus, ResourceStatusReason].filter(Boolean).join(' '),
    );
  };
  const describe = async (StackName: string) => {
    const { Stacks = [] } = await settle(cloudformation.send(new DescribeStacksCommand({ StackName })));
    return Stacks[0];
  };
  return {
    ...{ lab, kernel, settle, eventually, cloudformation, s3, events, describe },
    /** Creates a stack and waits until it is at rest; answers its status. */
    create: async (resources: Resources, input: Partial<CreateStackCommandInput> = {}) => {
      const { StackId = '' } = await settle(
        cloudformation.send(
          new CreateStackCommand({ StackName: 'library', TemplateBody: bodyOf(resources), ...input }),
        ),
      );
      await kernel.clock.run();
      return (await describe(StackId))?.StackStatus;
    },
    /** Updates the stack and waits until it is at rest; answers its status. */
    update: async (resources: Resources, input: Partial<UpdateStackCommandInput> = {}) => {
      await settle(
        cloudformation.send(
          new UpdateStackCommand({ StackName: 'library', TemplateBody: bodyOf(resources), ...input }),
        ),
      );
      await kernel.clock.run();
      return (await describe('library'))?.StackStatus;
    },
  };
};

export const queue = (properties: Readonly<Record<string, unknown>> = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
});

export const table = (properties: Readonly<Record<string, unknown>> = {}) => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    AttributeDefinitions: [{ AttributeName: 'title', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'title', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    ...properties,
  },
});

export const ref = (Ref: string) => ({ Ref });
export const attribute = (...path: readonly [logicalId: string, name: string]) => ({ 'Fn::GetAtt': path });
