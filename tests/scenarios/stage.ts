import { isDeepStrictEqual } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from '@jest/globals';
import type { HttpRequest, HttpResponse } from '../../lab/http-api/http-message.ts';
import type { Point } from '../../lab/kernel/point.ts';
import { loadPackage } from '../../lab/template/load.ts';
import type { Pattern } from '../../scripts/comparison/minimum.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import { createWorld, type DeadLetter, type World } from '../../scripts/comparison/world.ts';

/** What came of something that was done to a stage, once all was at rest again. */
export interface Aftermath<T> {
  readonly answer: T;
  /** The items of every table, before and after. Whatever happened since the last `watch` counts as after. */
  readonly before: Tables;
  readonly after: Tables;
  /** Types of the events that were put on the bus. */
  readonly published: readonly string[];
  /** Names of the executions that were started. */
  readonly started: readonly string[];
  /** Invocations in order, schedules aside: `payment`, or `payment: MalformedTask` for one that failed. */
  readonly runs: readonly string[];
  /** What dead-letter queues have got. */
  readonly kept: readonly DeadLetter[];
  /** Messages that retry queues still hold. */
  readonly waiting: number;
}

type Tables = Readonly<Record<string, readonly unknown[]>>;

/** How a direct invocation ended. */
export interface Invoked {
  /** The error that Lambda itself refused the invocation with. */
  readonly refused?: string;
  /** The error that the function failed with. */
  readonly failed?: { readonly errorType: string; readonly errorMessage: string };
  /** What the function answered. */
  readonly answer?: unknown;
}

/** A deployed stage, as somebody who means it harm, or makes mistakes, can reach it. */
export interface Stage {
  readonly world: World;
  /** A request to the HTTP API. */
  request(request: Omit<HttpRequest, 'apiId'>): Promise<HttpResponse>;
  /** Invokes a function, by its short name; `payload` is JSON, or what should have been. */
  invoke(name: string, payload: string): Promise<Invoked>;
  /** Hands a function an event to be handled later, as EventBridge does. */
  invokeAsync(name: string, payload: unknown): Promise<unknown>;
  /** Puts a message into a queue, by its logical id. */
  enqueue(queue: string, body: string): Promise<unknown>;
  /** The ARN or name that a resource goes by. */
  physicalId(logicalId: string): string;
  /** Does something, lets time pass until all is at rest, and tells what came of it. */
  watch<T>(action: () => Promise<T>): Promise<Aftermath<T>>;
}

export const openStage = async (pattern: Pattern): Promise<Stage> => {
  const world = await createWorld(loadPackage(packageDirectory(process.cwd(), pattern)), { seed: 1 });
  const { lab, stack, prefix } = world;
  const { clock } = lab.kernel;
  const lambda = new LambdaClient(lab.client as object);
  const sqs = new SQSClient(lab.client as object);
  const physicalId = (logicalId: string): string => {
    const found = stack.resources.find((each) => each.logicalId === logicalId);
    if (found === undefined) throw new Error(`stack ${stack.name} has no ${logicalId}`);
    return found.physicalId;
  };
  const named = (type: string, ending: string) =>
    stack.resources.filter((each) => each.type === type && each.logicalId.endsWith(ending));

  const tables = async (): Promise<Tables> => {
    const all: [string, readonly unknown[]][] = [];
    for (const { logicalId, physicalId: name } of named('AWS::DynamoDB::Table', 'Table')) {
      all.push([logicalId, await world.scan(name)]);
    }
    return Object.fromEntries(all);
  };
  const waiting = (): number =>
    named('AWS::SQS::Queue', 'RetryQueue').reduce(
      (sum, { attributes }) => sum + lab.queues.peek(String(attributes.Arn)).length,
      0,
    );
  const keptSince = (before: readonly DeadLetter[]): readonly DeadLetter[] =>
    world
      .deadLetters()
      .filter(
        (letter, index, letters) =>
          before.filter(({ queue }) => queue === letter.queue).length <=
          letters.slice(0, index).filter(({ queue }) => queue === letter.queue).length,
      );

  let known: Tables | undefined;

  return {
    world,
    physicalId,
    request: (request) => world.settle(lab.httpApi.request({ apiId: physicalId('HttpApi'), ...request })),
    invoke: async (name, payload) => {
      const command = new InvokeCommand({ FunctionName: prefix + name, Payload: Buffer.from(payload) });
      try {
        const { FunctionError, Payload } = await world.settle(lambda.send(command));
        const answer = JSON.parse(Payload?.transformToString() ?? 'null');
        return FunctionError === undefined ? { answer } : { failed: answer };
      } catch (error) {
        return { refused: (error as Error).name };
      }
    },
    invokeAsync: (name, payload) => {
      const FunctionName = prefix + name;
      const Payload = Buffer.from(JSON.stringify(payload));
      return world.settle(lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload })));
    },
    enqueue: (queue, MessageBody) =>
      world.settle(sqs.send(new SendMessageCommand({ QueueUrl: physicalId(queue), MessageBody }))),
    watch: async (action) => {
      const before = known ?? (await tables());
      const letters = world.deadLetters();
      const points: Point[] = [];
      const stop = lab.kernel.observe((point) => void points.push(point));
      const answer = await action();
      await clock.run();
      stop();
      known = await tables();
      return {
        answer,
        before,
        after: known,
        published: points.flatMap(publishedBy),
        started: points.flatMap(startedBy),
        runs: points.flatMap((point) => runOf(point, prefix)),
        kept: keptSince(letters),
        waiting: waiting(),
      };
    },
  };
};

const publishedBy = ({ kind, target, payload }: Point): readonly string[] =>
  kind === 'call' && target === 'events:PutEvents'
    ? (payload as { Entries: { DetailType: string }[] }).Entries.map(({ DetailType }) => DetailType)
    : [];

const startedBy = ({ kind, source, target, payload }: Point): readonly string[] =>
  kind === 'call' && target === 'states:StartExecution' && source.startsWith('function:')
    ? [(payload as { name: string }).name]
    : [];

interface Ended {
  readonly source: string;
  readonly result: { readonly functionError?: string; readonly payload?: { readonly errorType?: string } };
}

const runOf = ({ kind, source, target, payload }: Point, prefix: string): readonly string[] => {
  if (kind !== 'outcome' || !['succeeded', 'failed'].includes(target)) return [];
  const { source: invoker, result } = payload as Ended;
  if (invoker.startsWith('schedule:')) return [];
  const name = source.replace(`function:${prefix}`, '');
  return [result.functionError === undefined ? name : `${name}: ${result.payload?.errorType}`];
};

/** A dead letter, with its body read. */
export interface Kept {
  readonly queue: string;
  readonly content: unknown;
  /** A text, or what `expect` has for texts. */
  readonly reason: unknown;
}

/**
 * Expects that no more came of it than these invocations and dead letters: no table changed, nothing was said or
 * started, nothing is still to be done. `context` tells a failure apart from others like it.
 */
export const expectOnly = (
  aftermath: Aftermath<unknown>,
  { runs, kept = [] }: { readonly runs: readonly string[]; readonly kept?: readonly Kept[] },
  context: object = {},
): void => {
  const { before, after, published, started, waiting } = aftermath;
  expect({
    ...context,
    changed: Object.keys(after).filter((table) => !isDeepStrictEqual(before[table], after[table])),
    ...{ published, started, waiting, runs: aftermath.runs },
    kept: aftermath.kept.map(({ body, ...letter }) => ({ ...letter, content: JSON.parse(body) })),
  }).toEqual({ ...context, changed: [], published: [], started: [], waiting: 0, runs, kept });
};
