import { subjectOf, visitOf } from './critical-path.ts';
import type { Span, Trace } from './span.ts';

/** A line of a waterfall; times in ms after the trace's beginning. */
interface Row {
  readonly label: string;
  readonly start: number;
  /** When the function's environment was there. */
  readonly begun: number;
  readonly end: number;
}

const GUTTER = '  ';
const SHORTEST_BAR = 16;

const rowsOf = ({ root, spans }: Trace): readonly Row[] => {
  const row = (span: Span, label: string): Row => {
    const init = span.children.find(({ kind }) => kind === 'init');
    const at = (moment: number): number => moment - root.start;
    return { label, start: at(span.start), begun: at(init?.end ?? span.start), end: at(span.end) };
  };
  return spans
    .flatMap((span) => {
      if (span.kind === 'function') return [row(span, `${span.name} ${subjectOf(span)}`.trimEnd())];
      if (span.kind === 'machine') return [row(span, span.name)];
      const isState = span.kind === 'part' && visitOf(span).kind === 'machine';
      return isState ? [row(span, `${'  '.repeat(depthOf(span))}${span.name}`)] : [];
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
};

const depthOf = (span: Span): number =>
  span.parent === undefined || span === span.segment ? 0 : 1 + depthOf(span.parent);

const barOf = ({ start, begun, end }: Row, scale: number, width: number): string => {
  const column = (ms: number): number => Math.min(width, Math.round((ms / scale) * width));
  const from = Math.min(column(start), width - 1);
  const ready = begun === start ? from : Math.min(Math.max(column(begun), from), width);
  const to = Math.max(column(end), from + 1, ready);
  return (
    ' '.repeat(from) + '░'.repeat(ready - from) + '█'.repeat(Math.max(to - ready, ready === from ? 1 : 0))
  );
};

/** The waterfall of a trace, as lines of at most `width` characters, `scale` ms wide. */
const linesOf = (title: string, trace: Trace, scale: number, width: number): readonly string[] => {
  const rows = rowsOf(trace);
  const longest = Math.max(...rows.map(({ label }) => label.length));
  const labels = Math.min(longest, width - SHORTEST_BAR - GUTTER.length);
  const bars = width - labels - GUTTER.length;
  return [
    title.slice(0, width),
    ...rows.map((row) =>
      `${row.label.slice(0, labels).padEnd(labels)}${GUTTER}${barOf(row, scale, bars)}`.trimEnd(),
    ),
  ];
};

/** A trace with what stands above it. */
export interface Titled {
  readonly title: string;
  readonly trace: Trace;
}

/** Narrower than this, waterfalls stand below each other. */
const SIDE_BY_SIDE = 110;
const BETWEEN = '   ';

const lengthOf = ({ root, spans }: Trace): number => Math.max(...spans.map(({ end }) => end)) - root.start;

/** Waterfalls on one scale, side by side where there is room; no line is longer than `width`. */
export const waterfalls = (all: readonly Titled[], width: number): string => {
  const scale = Math.max(1, ...all.map(({ trace }) => lengthOf(trace)));
  if (width < SIDE_BY_SIDE || all.length < 2) {
    return all.map(({ title, trace }) => linesOf(title, trace, scale, width).join('\n')).join('\n\n');
  }
  const each = Math.floor((width - BETWEEN.length * (all.length - 1)) / all.length);
  const columns = all.map(({ title, trace }) => linesOf(title, trace, scale, each));
  const height = Math.max(...columns.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((lines) => (lines[line] ?? '').padEnd(each))
      .join(BETWEEN)
      .trimEnd(),
  ).join('\n');
};
