import { arch, cpus } from 'node:os';
import type { PeerRow, Row } from './benchmark.ts';

/** Gap between two columns. */
const GAP = '  ';
const HEAD = ['', 'measured', 'budget', '', 'peer'];

/** The table for people; each row's method follows it. `width` in columns. */
export const renderText = (rows: readonly Row[], width: number): string => {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const table = cells.map((row) =>
    row
      .map((cell, column) => align(cell, column, widths))
      .join(GAP)
      .trimEnd(),
  );
  const methods = rows.map(({ name, how, peer }) => `${name}: ${how}${peerMethod(peer)}`);
  const lines = [...table, '', machine(), ...methods];
  return `${lines.flatMap((line) => wrap(line, width)).join('\n')}\n`;
};

/** One document for programs. */
export const renderJson = (rows: readonly Row[]): string =>
  `${JSON.stringify({ machine: machine(), rows }, null, 2)}\n`;

const cellsOf = (row: Row): string[] => [
  `${row.title}${row.of === undefined ? '' : `, ${row.of}`}`,
  amount(row.value, row.unit),
  `${row.better === 'more' ? '≥' : '≤'} ${amount(row.budget, row.unit)}`,
  verdict(row),
  peerCell(row),
];

const verdict = ({ isWithinBudget, better }: Row): string => {
  if (isWithinBudget) return 'ok';
  return better === 'more' ? 'UNDER BUDGET' : 'OVER BUDGET';
};

const peerCell = ({ peer, unit }: Row): string => {
  if (peer === undefined) return '';
  if ('missing' in peer) return `${peer.name} ${peer.missing}`;
  return `${peer.name} ${amount(peer.value, unit)}, ${peer.ratio.toFixed(1)} times better`;
};

const peerMethod = (peer: PeerRow | undefined): string =>
  peer === undefined || 'missing' in peer ? '' : `; ${peer.name}: ${peer.how}`;

/** Three digits say enough. */
const amount = (value: number, unit: string): string => {
  const rounded = value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  const text = rounded.toLocaleString('en');
  return unit.startsWith('/') ? `${text}${unit}` : `${text} ${unit}`;
};

/** Figures to the right. */
const align = (cell: string, column: number, widths: readonly number[]): string => {
  const width = widths[column] ?? 0;
  return column === 1 || column === 2 ? cell.padStart(width) : cell.padEnd(width);
};

const machine = (): string =>
  `Node ${process.version}, ${arch()}, ${cpus()[0]?.model ?? 'unknown processor'}`;

/** Breaks at spaces; what follows the first line is indented. */
const wrap = (line: string, width: number): string[] => {
  if (line.length <= width) return [line];
  const at = line.lastIndexOf(' ', width);
  if (at <= INDENT.length) return [line];
  return [line.slice(0, at).trimEnd(), ...wrap(`${INDENT}${line.slice(at + 1)}`, width)];
};

const INDENT = '    ';
