import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Stage } from '../aws/stage.ts';
import { Failure } from '../cli/command.ts';

/** What the lab's process is started with. */
export interface Settings {
  readonly root: string;
  readonly stages: readonly Stage[];
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly seed: number;
}

/** What the process says first. `apis`: the stage's name → the id of its HTTP API. */
export interface Started {
  readonly port: number;
  readonly apis: Readonly<Record<string, string>>;
}

/** What it says whenever it is asked. */
export interface Measured {
  readonly heapBytes: number;
}

/** A lab that runs in another process. */
export interface LabProcess {
  readonly endpoint: string;
  readonly apis: Started['apis'];
  /** Bytes of its heap in use, after a collection of all garbage. To be asked one at a time. */
  heapBytes(): Promise<number>;
  stop(): void;
}

/** Starts a lab in a process of its own, with stages deployed and seeded. @throws Failure when it ends */
export const startLab = async (settings: Settings): Promise<LabProcess> => {
  const child = fork(join(import.meta.dirname, 'lab-process.ts'), [JSON.stringify(settings)], {
    execArgv: ['--expose-gc'],
  });
  const gone = once(child, 'exit').then(([code]) => {
    throw new Failure(`the process of the lab has ended (${code})`);
  });
  // Whoever waits for an answer hears of it.
  gone.catch(() => {});
  const answer = async <Said>(): Promise<Said> =>
    ((await Promise.race([once(child, 'message'), gone])) as [Said])[0];
  const { port, apis } = await answer<Started>();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    apis,
    heapBytes: async () => {
      child.send('heap');
      return (await answer<Measured>()).heapBytes;
    },
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
};
