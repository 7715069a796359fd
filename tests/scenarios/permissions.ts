import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Observer, Point } from '../../lab/kernel/point.ts';
import type { Package } from '../../lab/template/load.ts';
import { faultsOfRun } from '../../scripts/comparison/faults.ts';
import type { Pattern } from '../../scripts/comparison/minimum.ts';
import { runScenario } from '../../scripts/comparison/run.ts';
import type { Scenario } from '../../scripts/comparison/scenario.ts';
import { shop, type World } from '../../scripts/comparison/world.ts';
import { MENU_KEY } from '../../src/services/order/menu-table.ts';
import { menu } from '../../src/services/order/seed.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

interface Role {
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly Statement[] };
  readonly Policies: readonly Policy[];
}

/** A package whose roles hold one permission less. */
export interface Cut {
  /** Logical id. */
  readonly role: string;
  readonly action: string;
  /** As the template has it: `PaymentTable.Arn`. */
  readonly resource: string;
  readonly pkg: Package;
}

const listOf = <T>(value: T | readonly T[]): readonly T[] => [value].flat() as readonly T[];

const textOf = (resource: unknown): string =>
  typeof resource === 'object' && resource !== null
    ? Object.values(resource).flat().join('.')
    : String(resource);

const withRole = ({ template, ...pkg }: Package, id: string, role: Role): Package => {
  const resource = { Type: 'AWS::IAM::Role', ...template.Resources[id], Properties: { ...role } };
  return { ...pkg, template: { ...template, Resources: { ...template.Resources, [id]: resource } } };
};

/** What is left of a statement without one of its actions on one of its resources. */
const remains = (statement: Statement, action: string, resource: unknown): readonly Statement[] => {
  const others = listOf(statement.Action).filter((each) => each !== action);
  const elsewhere = listOf(statement.Resource).filter((each) => each !== resource);
  return [
    ...(others.length > 0 ? [{ ...statement, Action: others }] : []),
    ...(elsewhere.length > 0 ? [{ ...statement, Action: action, Resource: elsewhere }] : []),
  ];
};

/** The policies with other statements in place of one; a policy of which nothing is left is left out. */
const replaced = (
  policies: readonly Policy[],
  old: Statement,
  statements: readonly Statement[],
): readonly Policy[] =>
  policies
    .map(({ PolicyDocument, ...policy }) => ({
      ...policy,
      PolicyDocument: {
        ...PolicyDocument,
        Statement: PolicyDocument.Statement.flatMap((each) => (each === old ? statements : [each])),
      },
    }))
    .filter(({ PolicyDocument }) => PolicyDocument.Statement.length > 0);

/** Every trust of the package's roles, and every action on every resource that they allow, taken away alone. */
export const cutsOf = (pkg: Package): readonly Cut[] =>
  Object.entries(pkg.template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .flatMap(([id, { Properties }]) => {
      const role = Properties as unknown as Role;
      const trust = role.AssumeRolePolicyDocument;
      const distrusted = {
        ...role,
        AssumeRolePolicyDocument: {
          ...trust,
          Statement: trust.Statement.map((each) => ({ ...each, Effect: 'Deny' })),
        },
      };
      return [
        { role: id, action: 'sts:AssumeRole', resource: id, pkg: withRole(pkg, id, distrusted) },
        ...role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).flatMap((statement) =>
          listOf(statement.Action).flatMap((action) =>
            listOf(statement.Resource).map((resource) => ({
              ...{ role: id, action, resource: textOf(resource) },
              pkg: withRole(pkg, id, {
                ...role,
                Policies: replaced(role.Policies, statement, remains(statement, action, resource)),
              }),
            })),
          ),
        ),
      ];
    });

/** What comes of a denial: something fails, or is not traced. */
const consequence = ({ kind, source, target, payload }: Point, denied: ReadonlyMap<string, string>) => {
  if (kind !== 'outcome' || !denied.has(source)) return undefined;
  const { result } = payload as { result?: { payload?: { batchItemFailures?: readonly unknown[] } | null } };
  const handedBack = (result?.payload?.batchItemFailures?.length ?? 0) > 0;
  // A state machine has no other way to go on than to fail the task.
  const isTask = target === 'denied' && source.startsWith('stateMachine:');
  const failed = isTask || handedBack || target === 'failed' || target === 'untraced';
  return failed ? `${source}, ${target}: ${denied.get(source)}` : undefined;
};

const functionsOf = ({ stack }: World): readonly string[] =>
  stack.resources.filter(({ type }) => type === 'AWS::Lambda::Function').map(({ physicalId }) => physicalId);

/** Functions that ran and whose logs are empty. */
const silent = (world: World, ran: ReadonlySet<string>): readonly string[] =>
  functionsOf(world)
    .filter((name) => ran.has(`function:${name}`) && world.lab.logs.read(`/aws/lambda/${name}`).length === 0)
    .map((name) => `function:${name} logs nothing`);

/** The shop repeats its first order, which by now is no longer on the menu, and looks at it. */
const askAgain = async (world: World, { orders: { count: _, ...pizza } }: Scenario): Promise<void> => {
  const { lab, stack, settle, tables } = world;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(lab.client));
  const nothing = { ...MENU_KEY, currency: menu.currency, pizzas: {}, toppings: {} };
  await settle(client.send(new PutCommand({ TableName: tables.menu, Item: nothing })));
  const orderId = await settle(world.place(pizza, 1));
  const apiId = stack.resources.find(({ type }) => type === 'AWS::ApiGatewayV2::Api')?.physicalId ?? '';
  const request = { apiId, method: 'GET', path: `/orders/${orderId}`, identity: shop };
  const { statusCode, body } = await settle(lab.httpApi.request(request));
  if (statusCode !== 200) throw new Error(`order ${orderId} cannot be looked at: ${body}`);
};

/** Every function gets what it cannot read, and keeps it if that is its business. */
const sendNonsense = async (world: World): Promise<void> => {
  const client = new LambdaClient(world.lab.client as object);
  for (const FunctionName of functionsOf(world)) {
    await world.settle(client.send(new InvokeCommand({ FunctionName, Payload: '{}' })));
  }
};

/** How a play is looked on at, and when it is over before its time. */
interface Watch {
  readonly observer: Observer;
  readonly until: (world: World) => boolean;
}

/** Something that is done to a stage that is deployed from a package. */
export interface Play {
  readonly name: string;
  readonly title: string;
  /** Answers what is not as it should be; undefined when all is well. */
  play(pkg: Package, pattern: Pattern, watch: Watch): Promise<string | undefined>;
}

/** A scenario, after which the shop asks again and every function gets nonsense. */
export const scenarioPlay = (scenario: Scenario): Play => ({
  name: scenario.name,
  title: scenario.title,
  play: async (pkg, pattern, { observer, until }) => {
    let world: World | undefined;
    const run = await runScenario(pkg, scenario, {
      ...{ pattern, seed: 1, observer },
      until: (current) => {
        world = current;
        return until(current);
      },
    });
    if (world === undefined || until(world)) return undefined;
    const [fault] = faultsOfRun(scenario, pattern, run, undefined);
    if (fault !== undefined) return fault;
    await askAgain(world, scenario);
    await sendNonsense(world);
    return undefined;
  },
});

/** What breaks first in a play: the deployment, the flow, its outcome or its telemetry. Undefined when all is well. */
export const breakOf = async (
  pkg: Package,
  pattern: Pattern,
  { play }: Play,
): Promise<string | undefined> => {
  const denied = new Map<string, string>();
  const ran = new Set<string>();
  let broken: string | undefined;
  let world: World | undefined;
  const observer = (point: Point): void => {
    if (point.kind === 'invocation') ran.add(point.target);
    if (point.kind === 'outcome' && point.target === 'denied')
      denied.set(point.source, (point.payload as Error).message);
    broken ??= consequence(point, denied);
  };
  const until = (current: World): boolean => {
    world = current;
    return broken !== undefined;
  };
  try {
    const fault = await play(pkg, pattern, { observer, until });
    return broken ?? fault ?? (world === undefined ? undefined : silent(world, ran)[0]);
  } catch (error) {
    return broken ?? [(error as Error).message, ...denied.values()].join(': ');
  }
};
