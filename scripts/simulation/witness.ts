import type { Point } from '../../lab/kernel/point.ts';
import type { Published } from './faults/forgery.ts';

type Json = Readonly<Record<string, unknown>>;

/** Keeps what the oracles and the incidents need to know of what happened. */
export interface Witness {
  /** What services published, in order; nothing forged. */
  readonly published: readonly Published[];
  /** The executions started by functions. */
  readonly starts: readonly { readonly name: string; readonly input: string }[];
  /** Markers of forged events that a function took, or refused for good. */
  readonly taken: ReadonlySet<string>;
  readonly points: number;
  /** Says that whatever carries this marker is forged. */
  expectForged(marker: string): void;
  onPoint(point: Point): void;
  onPublished(event: Json): void;
}

/** What a task fails as once it has kept whole what it was asked. */
const REFUSED: ReadonlySet<string> = new Set([
  'MalformedTask',
  'UnreadableEvent',
  'ConflictingPayload',
  'EventTooLarge',
]);

/** Whether a function has come to an end with what it was given, and is not to have it again. */
const isDone = ({ target, payload }: Point): boolean => {
  if (target !== 'failed') return target === 'succeeded';
  const { result } = payload as {
    readonly result: { readonly payload: { readonly errorType?: string } | null };
  };
  return REFUSED.has(result.payload?.errorType ?? '');
};

export const createWitness = (): Witness => {
  const published: Published[] = [];
  const starts: { name: string; input: string }[] = [];
  const forged = new Set<string>();
  const taken = new Set<string>();
  const witness: Witness & { points: number } = {
    ...{ published, starts, taken, points: 0 },
    expectForged: (marker) => void forged.add(marker),
    onPoint: (point) => {
      const { kind, source, target, payload } = point;
      witness.points++;
      if (kind === 'call' && target === 'states:StartExecution' && source.startsWith('function:'))
        starts.push(payload as { name: string; input: string });
      if (forged.size === 0 || kind !== 'outcome' || !isDone(point)) return;
      const content = JSON.stringify(payload);
      for (const marker of forged) if (content.includes(marker)) taken.add(marker);
    },
    onPublished: (event) => void published.push({ event }),
  };
  return witness;
};
