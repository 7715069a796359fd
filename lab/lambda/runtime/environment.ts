import { AwsError } from '../../kernel/aws-error.ts';
import type { Clock, Timer } from '../../kernel/clock.ts';
import type { Random } from '../../kernel/random.ts';
import type { ApiCall } from '../../wire/gate.ts';
import type { DatagramObserver } from '../../wire/in-process/dgram.ts';
import type { HttpRequest, HttpResponse } from '../../wire/protocols/http.ts';
import {
  exited,
  type Failure,
  failureOf,
  loadFailureOf,
  timedOut,
  tooLarge,
  unhandledRejection,
} from './failure.ts';
import { assertHandlerFile, findHandler, type Handler } from './handler.ts';
import { createLife } from './life.ts';
import { runModule } from './module-scope.ts';
import type { Program } from './program.ts';
import { compileBundle, realm } from './realm.ts';
import { ownRejections } from './rejections.ts';
import { createTimers } from './time.ts';

/** What a function is made of, once its properties are read. */
export interface Deployment {
  readonly functionName: string;
  readonly arn: string;
  readonly handler: string;
  readonly source: string;
  /** Path of the bundle within the package. */
  readonly fileName: string;
  /** Runs instead of the source. */
  readonly program?: Program | undefined;
  readonly memorySize: number;
  /** Seconds. */
  readonly timeout: number;
  readonly logGroup: string;
}

export interface Invocation {
  readonly requestId: string;
  /** The event as JSON text. */
  readonly event: string;
  readonly traceHeader: string;
  /** What the caller says of itself, as JSON text. */
  readonly clientContext?: string | undefined;
}

/** How an invocation went. */
export interface Ran {
  readonly outcome: Outcome;
  /** What loading the module took; 0 where it was loaded before. */
  readonly loadMs: number;
}

export type Outcome =
  | { readonly kind: 'answered' /** JSON text. */; readonly answer: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** An execution environment: runs one invocation at a time, and keeps the module's state between them. */
export interface Environment {
  readonly logStream: string;
  /** False once it crashed or was killed. */
  isAlive(): boolean;
  /** Loads the module at the first invocation. Never rejects. */
  run(invocation: Invocation): Promise<Ran>;
  end(): void;
}

export interface EnvironmentOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly deployment: Deployment;
  readonly logStream: string;
  /** The environment variables. The environment adds `_X_AMZN_TRACE_ID`. */
  readonly env: Record<string, string>;
  readonly log: (message: string) => void;
  /** Carries a call out, under the trace of the invocation. */
  readonly send: (request: HttpRequest, traceHeader: string) => Promise<HttpResponse>;
  /** The same for a program's call, which no protocol carries. Rejects with `AwsError`. */
  readonly call: (call: ApiCall, traceHeader: string) => Promise<unknown>;
  readonly onDatagram?: DatagramObserver | undefined;
}

/** Unwinds a bundle that called `process.exit`. */
class Exit extends Error {
  override readonly name = 'Exit';
}

const failed = (failure: Failure): Outcome => ({ kind: 'failed', failure });

const stringify = (answer: unknown): string => {
  try {
    return JSON.stringify(answer) ?? 'null';
  } catch {
    throw Object.assign(new Error('Unable to stringify response body'), {
      name: 'Runtime.JSONStringifyError',
    });
  }
};

const outcomeOf = (answer: unknown): Outcome => {
  const text = stringify(answer);
  const failure = tooLarge(text);
  return failure ? failed(failure) : { kind: 'answered', answer: text };
};

interface Running extends Invocation {
  readonly settle: (outcome: Outcome) => void;
}

export const createEnvironment = (options: EnvironmentOptions): Environment => {
  const { clock, random, deployment, logStream, env, log } = options;
  const filename = `/var/task/${deployment.fileName}`;
  let running: Running | undefined;
  let handler: Handler | undefined;

  const crash = (failure: Failure): void => {
    life.end();
    running?.settle(failed(failure));
  };
  const life = createLife((error) => {
    if (!(error instanceof Exit)) crash(failureOf(error));
  });
  const timers = createTimers(clock, life);

  const send = (request: HttpRequest): Promise<HttpResponse> =>
    new Promise((resolve, reject) => {
      if (!life.isAlive()) return;
      options.send(request, env._X_AMZN_TRACE_ID ?? '').then(
        (response) => {
          // A fault by this name strikes the process, not the call: it dies in the middle of the await.
          if (response.headers['x-amzn-errortype'] === 'Runtime.ExitError')
            crash(exited(running?.requestId ?? '', 1));
          else life.enter(() => resolve(response));
        },
        (error) => life.enter(() => reject(error)),
      );
    });

  const exit = (code: number): never => {
    crash(exited(running?.requestId ?? '', code));
    throw new Exit(`process.exit(${code})`);
  };

  const call = (request: ApiCall): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!life.isAlive()) return;
      options.call(request, env._X_AMZN_TRACE_ID ?? '').then(
        (output) => life.enter(() => resolve(output)),
        (error) => {
          if (error instanceof AwsError && error.code === 'Runtime.ExitError')
            crash(exited(running?.requestId ?? '', 1));
          else life.enter(() => reject(error));
        },
      );
    });

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => timers.setTimeout(() => resolve(), ms));

  const load = (): Handler => {
    if (deployment.program !== undefined) return deployment.program({ clock, random, env, call, pause });
    assertHandlerFile(deployment.handler, deployment.fileName);
    const bundle = compileBundle(deployment.source, filename);
    const exports = runModule(bundle, filename, {
      ...{ clock, random, life, timers, env, exit, send, onDatagram: options.onDatagram },
      requestId: () => running?.requestId,
      log: (message) => {
        if (life.isAlive()) log(message);
      },
    });
    return findHandler(exports, deployment.handler);
  };

  const contextOf = ({ requestId, clientContext }: Running, deadline: number): Record<string, unknown> => ({
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: '$LATEST',
    functionName: deployment.functionName,
    memoryLimitInMB: String(deployment.memorySize),
    logGroupName: deployment.logGroup,
    logStreamName: logStream,
    clientContext: clientContext === undefined ? undefined : realm.JSON.parse(clientContext),
    identity: undefined,
    invokedFunctionArn: deployment.arn,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - clock.now())),
  });

  const loadOnce = (): Handler | undefined => {
    try {
      handler ??= load();
    } catch (error) {
      if (!(error instanceof Exit)) crash(loadFailureOf(error));
    }
    return handler;
  };

  const execute = async (current: Running, ready: Handler, deadline: number): Promise<void> => {
    try {
      const event: unknown = realm.JSON.parse(current.event);
      current.settle(outcomeOf(await ready(event, contextOf(current, deadline))));
    } catch (error) {
      current.settle(failed(failureOf(error)));
    }
  };

  return {
    logStream,
    isAlive: life.isAlive,
    end: () => life.end(),
    run: async (invocation) => {
      env._X_AMZN_TRACE_ID = invocation.traceHeader;
      const timeoutMs = deployment.timeout * 1000;
      let timeout: Timer | undefined;
      let loadMs = 0;
      const outcome = await new Promise<Outcome>((settle) => {
        const current: Running = { ...invocation, settle };
        running = current;
        ownRejections(
          (reason) => crash(unhandledRejection(reason)),
          () => {
            timers.thaw();
            life.thaw();
            const before = clock.now();
            const ready = loadOnce();
            const now = clock.now();
            loadMs = now - before;
            if (ready === undefined) return;
            timeout = clock.after(timeoutMs, () => crash(timedOut(invocation.requestId, deployment.timeout)));
            void execute(current, ready, now + timeoutMs);
          },
        );
      });
      timeout?.cancel();
      running = undefined;
      timers.freeze();
      life.freeze();
      return { outcome, loadMs };
    },
  };
};
