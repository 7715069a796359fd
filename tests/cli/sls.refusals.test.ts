import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  paginateDescribeStackEvents,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import { startLab } from './lab-process.ts';
import { settledStatus } from './settled-status.ts';
import { copyProject, type Project } from './sls.ts';

const StackName = 'pizza-two-ways-choreography';

type Resources = Record<string, { readonly Type: string; Properties?: Record<string, unknown> }>;

const queue = (Properties: Record<string, unknown> = {}) => ({ Type: 'AWS::SQS::Queue', Properties });

/** What is wrong with a template as a whole, and what is printed of it. */
const templates: readonly (readonly [what: string, added: Resources, sentence: string])[] = [
  [
    'a reference to nothing',
    { Extra: queue({ QueueName: { Ref: 'Nobody' } }) },
    'Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template',
  ],
  [
    'a circle',
    { ExtraA: queue({ QueueName: { Ref: 'ExtraB' } }), ExtraB: queue({ QueueName: { Ref: 'ExtraA' } }) },
    'Circular dependency between resources: [ExtraA, ExtraB]',
  ],
];

/** What the framework prints of a deployment that CloudFormation refuses, and what is left of it. */
describe('sls deploy', () => {
  let lab: Awaited<ReturnType<typeof startLab>>;
  let project: Project;
  let state: string;

  /** Deploys the packaged stage with its resources changed: packaging is not what is tried here. */
  const deploy = (change: (resources: Resources) => void) => {
    const packaged = JSON.parse(state);
    change(packaged.service.provider.compiledCloudFormationTemplate.Resources);
    writeFileSync(join(project.folder, 'package', 'serverless-state.json'), JSON.stringify(packaged));
    const { status, stdout } = project.sls('deploy', '--stage', 'choreography', '--package', 'package');
    // What follows its heading, up to the link to AWS's console.
    const [, sentence = ''] = /(?:^|\n)Error:\n([\s\S]*?)(?:\n\nView|\s*$)/.exec(stdout) ?? [];
    return { status, sentence };
  };
  const cloudformation = () => new CloudFormationClient(lab.client);
  const stackStatus = () => settledStatus(cloudformation(), StackName);

  const events = async (): Promise<readonly StackEvent[]> => {
    const all: StackEvent[] = [];
    const pages = paginateDescribeStackEvents({ client: cloudformation() }, { StackName });
    for await (const { StackEvents = [] } of pages) all.push(...StackEvents);
    return all;
  };

  beforeAll(async () => {
    lab = await startLab();
    project = copyProject({
      AWS_ENDPOINT_URL: lab.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      SLS_AWS_MONITORING_FREQUENCY: '50',
    });
    const folder = packageDirectory(process.cwd(), 'choreography');
    cpSync(folder, join(project.folder, 'package'), { recursive: true });
    state = readFileSync(join(folder, 'serverless-state.json'), 'utf8');
  });
  afterAll(async () => {
    await lab.stop();
    project.remove();
  });

  it.each(templates)('with %s says so before anything is made', async (_what, added, sentence) => {
    const refused = deploy((resources) => Object.assign(resources, added));
    expect(refused).toEqual({ status: 1, sentence: `The CloudFormation template is invalid: ${sentence}` });
    // The bucket for what is deployed is there, as on AWS.
    expect(await stackStatus()).toBe('CREATE_COMPLETE');
  });

  it('with an unknown property says what the event says, and everything is put back', async () => {
    const { status, sentence } = deploy((resources) => {
      resources.Extra = queue({ Cheese: true });
    });
    const reason =
      'Properties validation failed for resource Extra with message:\n#: extraneous key [Cheese] is not permitted';
    expect({ status, sentence }).toEqual({
      status: 1,
      sentence: `CREATE_FAILED: Extra (AWS::SQS::Queue)\n${reason}`,
    });
    expect(await events()).toContainEqual(
      expect.objectContaining({
        LogicalResourceId: 'Extra',
        ResourceStatus: 'CREATE_FAILED',
        ResourceStatusReason: reason,
      }),
    );
    expect(await stackStatus()).toBe('UPDATE_ROLLBACK_COMPLETE');
  });
});
