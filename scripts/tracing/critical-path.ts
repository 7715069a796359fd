import type { Span } from './span.ts';

/** What the order waited for, or was worked on in, one after another. */
export interface Hop {
  /** A function, or `state machine`. */
  readonly who: string;
  /** What it was about: a fact heard, a task, a state; empty where nothing says so. */
  readonly what: string;
  /** When it was begun, ms after the trace. */
  at: number;
  /** Ms on the way there: over a stream, the bus. */
  waitMs: number;
  /** Ms until the function's environment was there. */
  initMs: number;
  workMs: number;
}

/** A stretch of the path, within one span; or before it, on the way there. */
interface Piece {
  readonly span: Span;
  readonly isWait: boolean;
  readonly from: number;
  readonly to: number;
}

/** From a span's start to `to`: within it what ended last counts, and what ended last before that, and so on. */
const within = (span: Span, to: number, except?: Span): readonly Piece[] => {
  const pieces: Piece[] = [];
  let cursor = Math.min(to, span.end);
  const own = (from: number): void => {
    if (from < cursor) pieces.unshift({ span, isWait: false, from, to: cursor });
  };
  const before = [...span.children].sort((a, b) => a.end - b.end);
  for (let child = before.pop(); child !== undefined; child = before.pop()) {
    if (child === except || child.end > cursor || child.start < span.start) continue;
    own(child.end);
    pieces.unshift(...within(child, child.end));
    cursor = child.start;
  }
  own(span.start);
  return pieces;
};

const ancestorsOf = (span: Span): readonly Span[] =>
  span.parent === undefined ? [span] : [...ancestorsOf(span.parent), span];

/** The stretches that led to the end of a span, from the trace's beginning. */
const piecesTo = (goal: Span): readonly Piece[] => {
  const chain = ancestorsOf(goal);
  return chain.flatMap((span, index) => {
    const next = chain[index + 1];
    if (next === undefined) return within(span, span.end);
    const inside = within(span, next.start, next);
    // Begun after its cause had ended: it was on its way.
    const gap = { span: next, isWait: true, from: span.end, to: next.start };
    return gap.from < gap.to ? [...inside, gap] : inside;
  });
};

const stateOf = (span: Span): Span => (span.kind === 'call' && span.parent ? stateOf(span.parent) : span);

/** What a segment is about, which is said in it or within. */
export const subjectOf = ({ subject, children }: Span): string => {
  if (subject !== undefined) return subject;
  for (const child of children) {
    const inner = child.kind === 'part' ? subjectOf(child) : '';
    if (inner !== '') return inner;
  }
  return '';
};

/** Lambda's own segment stands for the function whose segment is in it. */
export const visitOf = ({ segment }: Span): Span =>
  segment.kind === 'service'
    ? (segment.children.find(({ kind }) => kind === 'function') ?? segment)
    : segment;

const whoAndWhat = (span: Span): { readonly key: unknown; readonly who: string; readonly what: string } => {
  const visit = visitOf(span);
  if (visit.kind !== 'machine') return { key: visit, who: visit.name, what: subjectOf(visit) };
  const state = stateOf(span);
  return { key: state, who: visit.name, what: state.kind === 'machine' ? '' : state.name };
};

/** The critical path to the end of a span: who kept the order, for how long, hop by hop. */
export const criticalPath = (goal: Span): readonly Hop[] => {
  const begun = ancestorsOf(goal)[0]?.start ?? goal.start;
  const hops = new Map<unknown, Hop>();
  for (const { span, isWait, from, to } of piecesTo(goal)) {
    const { key, who, what } = whoAndWhat(span);
    const hop = hops.get(key) ?? { who, what, at: from - begun, waitMs: 0, initMs: 0, workMs: 0 };
    hops.set(key, hop);
    if (isWait) hop.waitMs += to - from;
    else if (span.kind === 'init') hop.initMs += to - from;
    else hop.workMs += to - from;
  }
  return [...hops.values()];
};
