import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { virtualKernel } from '../../../lab/kernel/kernel.ts';
import type { Point } from '../../../lab/kernel/point.ts';
import { createLab } from '../../../lab/lab.ts';
import { loadPackage } from '../../../lab/template/load.ts';

export const START = Date.parse('2026-01-01T00:00:00.000Z');
export const DAY_MS = 86_400_000;

export interface Seen {
  /** Milliseconds since the start. */
  readonly at: number;
  readonly point: Point;
}

/** The library, open for business in a lab of its own. */
export const openLibrary = async (directory: string, seed = 1) => {
  const kernel = virtualKernel({ seed, startAt: START });
  const { clock } = kernel;
  const lab = createLab(kernel);
  const { outputs } = await lab.deploy(loadPackage(directory));
  const seen: Seen[] = [];
  kernel.observe((point, at) => void seen.push({ at: at - START, point }));
  const output = (name: string): string => outputs[name] ?? '';

  const { settle } = clock;
  const request = (method: string, path: string, body?: object) =>
    settle(
      lab.httpApi.request({
        ...{ apiId: output('HttpApiId'), method, path },
        ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
    );
  /** Lets time pass to this many days after the start. */
  const untilDay = (day: number): Promise<boolean> => {
    let isThere = false;
    clock.after(START + day * DAY_MS - clock.now(), () => {
      isThere = true;
    });
    return clock.run(() => isThere);
  };

  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(lab.client));
  const states = new SFNClient(lab.client);
  const loan = async (book: string) => {
    const { Item } = await settle(
      documents.send(new GetCommand({ TableName: output('LoansTable'), Key: { book } })),
    );
    return Item;
  };
  const execution = async (book: string) => {
    const executionArn = `${output('LoanPeriodArn').replace(':stateMachine:', ':execution:')}:${book}`;
    const described = await settle(states.send(new DescribeExecutionCommand({ executionArn })));
    const { events = [] } = await settle(states.send(new GetExecutionHistoryCommand({ executionArn })));
    return { ...described, events: events.map(({ type }) => type) };
  };
  /** What a function logged itself. */
  const said = (name: string): string[] =>
    lab.logs
      .read(`/aws/lambda/library-test-${name}`)
      .flatMap(({ message }) => /\tINFO\t(.*)/.exec(message)?.[1] ?? []);

  return { ...{ kernel, clock, lab, output, seen }, ...{ settle, request, untilDay, loan, execution, said } };
};
