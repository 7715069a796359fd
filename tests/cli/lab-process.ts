import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';

/** The secret that a lab started here knows. */
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

/** `npm run lab`, as a process of its own, ready. */
export const startLab = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, ['scripts/lab.ts', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
  });
  const stderr = text(child.stderr);
  const exited = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>;
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const look of waiting) look();
  });
  /** The first line that matches, there already or still to come. Rejects when the process ends before. */
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = lines.find((each) => pattern.test(each));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      exited.then(async () => reject(new Error(`the lab has ended: ${await stderr}`)), reject);
    });
  const [, endpoint = ''] = /AWS_ENDPOINT_URL=(\S+),/.exec(await line(/the lab is ready/)) ?? [];
  return {
    ...{ endpoint, lines, line },
    port: Number(new URL(endpoint).port),
    /** For clients of the SDK. */
    client: { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 },
    stop: async (signal: 'SIGINT' | 'SIGTERM' = 'SIGTERM') => {
      child.kill(signal);
      const [code] = await exited;
      return { code, stderr: await stderr };
    },
  };
};
