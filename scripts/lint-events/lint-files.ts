import { readFileSync } from 'node:fs';
import type { Finding } from '../../src/contracts/lint/finding.ts';
import { lintEvent } from '../../src/contracts/lint/lint-event.ts';
import { readEvents } from '../../src/contracts/lint/read-events.ts';
import { watchIds } from '../../src/contracts/lint/unique-ids.ts';

/** A finding and the event it is about: `events/x.json`, `events/all.json[2]`, `events/all.ndjson:3`. */
export interface PlacedFinding extends Finding {
  place: string;
}

/** What came of one file: findings about its events, or the reason why it cannot be read. */
export type FileReport =
  | { file: string; events: number; findings: PlacedFinding[] }
  | { file: string; error: string };

const STDIN = 0;

/** Lints files in the order given; `-` is standard input. A file that cannot be read does not stop the others. */
export function lintFiles(files: readonly string[]): FileReport[] {
  const lintId = watchIds();

  return files.map((file) => {
    try {
      const events = readEvents(readFileSync(file === '-' ? STDIN : file, 'utf8'));
      const findings = events.flatMap(({ suffix, value }) => {
        const place = `${file}${suffix}`;
        return [...lintEvent(value), ...lintId(value, place)].map((finding) => ({ place, ...finding }));
      });
      return { file, events: events.length, findings };
    } catch (error) {
      return { file, error: explain(error) };
    }
  });
}

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
  EACCES: 'permission denied',
};

function explain(error: unknown): string {
  if (error instanceof SyntaxError) return `not JSON: ${error.message}`;
  if (error instanceof Error && 'code' in error) return causes[String(error.code)] ?? error.message;
  throw error;
}
