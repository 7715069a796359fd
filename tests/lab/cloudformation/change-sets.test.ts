import {
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from '@jest/globals';
import { bodyOf, openLab, queue, type Resources, table } from './world.ts';

const named = { StackName: 'library', ChangeSetName: 'next' };

const openWithChangeSets = () => {
  const world = openLab();
  const { cloudformation, settle, kernel } = world;
  const describeSet = () => settle(cloudformation.send(new DescribeChangeSetCommand(named)));
  return {
    ...world,
    describeSet,
    /** Makes a change set and answers how it looks when it is ready. */
    propose: async (resources: Resources, input: Partial<CreateChangeSetCommandInput> = {}) => {
      await settle(
        cloudformation.send(
          new CreateChangeSetCommand({ ...named, TemplateBody: bodyOf(resources), ...input }),
        ),
      );
      await kernel.clock.run();
      return describeSet();
    },
    execute: async () => {
      await settle(cloudformation.send(new ExecuteChangeSetCommand(named)));
      await kernel.clock.run();
    },
  };
};

/** Source: CloudFormation User Guide, "Update stacks using change sets"; API Reference, "ResourceChange". */
describe('a change set', () => {
  it('of a stack that is not there makes it, in review until the set is executed', async () => {
    const { propose, execute, describe: look, events } = openWithChangeSets();
    const set = await propose({ Late: queue() }, { ChangeSetType: 'CREATE' });
    expect(set).toMatchObject({
      ChangeSetName: 'next',
      StackName: 'library',
      Status: 'CREATE_COMPLETE',
      ExecutionStatus: 'AVAILABLE',
      Changes: [
        {
          Type: 'Resource',
          ResourceChange: { Action: 'Add', LogicalResourceId: 'Late', ResourceType: 'AWS::SQS::Queue' },
        },
      ],
    });
    expect((await look('library'))?.StackStatus).toBe('REVIEW_IN_PROGRESS');
    await execute();
    expect(await events('library')).toEqual([
      'library REVIEW_IN_PROGRESS User Initiated',
      'library CREATE_IN_PROGRESS User Initiated',
      'Late CREATE_IN_PROGRESS',
      'Late CREATE_COMPLETE',
      'library CREATE_COMPLETE',
    ]);
  });

  it('says what would be added, changed, replaced and removed', async () => {
    const { create, propose, execute, describe: look } = openWithChangeSets();
    await create({ Late: queue(), Books: table(), Lost: queue() });
    const author = { AttributeName: 'author', AttributeType: 'S' };
    const KeySchema = [{ AttributeName: 'author', KeyType: 'HASH' }];
    const { Changes = [] } = await propose({
      Late: { ...queue({ VisibilityTimeout: 90 }), DeletionPolicy: 'Retain' },
      Books: table({ AttributeDefinitions: [author], KeySchema }),
      New: queue(),
    });
    const seen = Changes.map(({ ResourceChange: change = {} }) => [
      ...[change.Action, change.LogicalResourceId, change.Replacement, change.Scope],
    ]);
    expect(seen).toEqual([
      ['Modify', 'Late', 'False', ['Properties', 'DeletionPolicy']],
      ['Modify', 'Books', 'True', ['Properties']],
      ['Add', 'New', undefined, undefined],
      ['Remove', 'Lost', undefined, undefined],
    ]);
    await execute();
    expect((await look('library'))?.StackStatus).toBe('UPDATE_COMPLETE');
  });

  it('without changes fails, and says so', async () => {
    const { create, propose } = openWithChangeSets();
    await create({ Late: queue() });
    expect(await propose({ Late: queue() })).toMatchObject({
      Status: 'FAILED',
      ExecutionStatus: 'UNAVAILABLE',
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
  });

  it('is listed, deleted, and not there any more', async () => {
    const { create, propose, describeSet, cloudformation, settle } = openWithChangeSets();
    await create({ Late: queue() });
    await propose({ Later: queue() });
    const list = new ListChangeSetsCommand({ StackName: 'library' });
    expect(await settle(cloudformation.send(list))).toMatchObject({
      Summaries: [{ ChangeSetName: 'next', Status: 'CREATE_COMPLETE' }],
    });
    await settle(cloudformation.send(new DeleteChangeSetCommand(named)));
    await settle(cloudformation.send(new DeleteChangeSetCommand(named)));
    await expect(describeSet()).rejects.toMatchObject({
      name: 'ChangeSetNotFoundException',
      message: 'ChangeSet [next] does not exist',
    });
  });

  it.each<[string, Partial<CreateChangeSetCommandInput>, string]>([
    ['of nobody', { StackName: 'nobody' }, 'Stack [nobody] does not exist'],
    ['to create what is there', { ChangeSetType: 'CREATE' }, 'Stack [library] already exists'],
    ['to import', { ChangeSetType: 'IMPORT' }, 'ChangeSetType IMPORT is not supported by the lab'],
    ['of a name that is taken', {}, 'ChangeSet next already exists for stack'],
  ])('%s is refused', async (_what, input, message) => {
    const { create, propose } = openWithChangeSets();
    await create({ Late: queue() });
    await propose({ Later: queue() });
    await expect(propose({ Last: queue() }, input)).rejects.toThrow(message);
  });

  it('is executed once', async () => {
    const { create, propose, execute } = openWithChangeSets();
    await create({ Late: queue() });
    await propose({ Later: queue() });
    await execute();
    await expect(execute()).rejects.toThrow('cannot be executed in its current status of [EXECUTE_COMPLETE]');
  });
});
