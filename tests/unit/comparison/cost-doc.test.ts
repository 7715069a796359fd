import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Unit } from '../../../lab/meter/meter.ts';
import { loadPackage } from '../../../lab/template/load.ts';
import {
  type Line,
  minimumLines,
  minimumPerMillion,
  minimumUnits,
  PATHS,
  PATTERNS,
  type Path,
  type Pattern,
} from '../../../scripts/comparison/minimum.ts';
import { packageDirectory } from '../../../scripts/comparison/package-stages.ts';
import { costPerMillion, theoreticalFloor, type Units } from '../../../scripts/comparison/prices.ts';
import { runScenario } from '../../../scripts/comparison/run.ts';
import { readScenarios, type Scenario } from '../../../scripts/comparison/scenario.ts';
import { needsOf } from '../../../src/services/inventory/bill-of-materials.ts';
import { recipes } from '../../../src/services/inventory/recipes.ts';
import { expectPart, sectionOf } from '../../documents.ts';

const DOCUMENT = 'docs/cost.md';
/** The workshop's pizza: a large margherita with extra cheese and olives. */
const SHAPE = { ingredients: 5 };

/** The columns of the document's tables, in their order. */
const COLUMNS: readonly (readonly [title: string, unit: Unit])[] = [
  ['requests', 'http.requests'],
  ['invocations', 'lambda.requests'],
  ['reads', 'dynamodb.readUnits'],
  ['writes', 'dynamodb.writeUnits'],
  ['events', 'eventbridge.events'],
  ['transitions', 'stepfunctions.transitions'],
];
const UNITS = COLUMNS.map(([, unit]) => unit);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const head = (first: string, others: readonly string[]): string[] => [
  row([first, ...others]),
  row(['---', ...others.map(() => '--:')]),
];
const cells = (units: Units): string[] =>
  UNITS.map((unit) => (units[unit] === undefined ? '' : String(units[unit])));
const titles = [...COLUMNS.map(([title]) => title), '$/M'];

const dollars = (lines: readonly Line[]): string => costPerMillion(minimumUnits(lines)).toFixed(2);

const derivation = (pattern: Pattern, path: Path): string => {
  const lines = minimumLines(pattern, path, SHAPE);
  return [
    ...head('step', titles),
    ...lines.map((line) => row([line.step, ...cells(line.units), dollars([line])])),
    row(['**together**', ...cells(minimumUnits(lines)), `**${dollars(lines)}**`]),
  ].join('\n');
};

const summary = (): string =>
  [
    ...head('the order ends as', PATTERNS),
    ...PATHS.map((path) =>
      row([path, ...PATTERNS.map((pattern) => minimumPerMillion(pattern, path, SHAPE).toFixed(2))]),
    ),
  ].join('\n');

describe('docs/cost.md is what the code derives', () => {
  it('in its summary', () => expectPart(DOCUMENT, 'minimum', summary()));

  it.each(PATHS.flatMap((path) => PATTERNS.map((pattern) => [path, pattern] as const)))(
    'for %s, by %s',
    (path, pattern) => expectPart(DOCUMENT, `${path}, ${pattern}`, derivation(pattern, path)),
  );
});

/** The figures of a table that people wrote: what each row counts of each unit, and its dollars. */
const figuresOf = (table: string) =>
  [...table.matchAll(/^\| (?!---)(.+) \|$/gm)].slice(1).map(([, line = '']) => {
    const [what = '', ...figures] = line.split('|').map((cell) => cell.replaceAll('*', '').trim());
    const numbers = figures.map(Number);
    const units: Units = Object.fromEntries(UNITS.map((unit, index) => [unit, numbers[index] ?? 0]));
    return { what, units, dollars: numbers[UNITS.length] ?? Number.NaN };
  });

/** With the compute of the invocations, as the derivation has it. */
const priced = (units: Units): number => costPerMillion(minimumUnits([{ step: '', units }]));

describe.each(PATTERNS)('from the floor of a smaller shape to the minimum of this one, by %s', (pattern) => {
  const table = sectionOf(readFileSync(DOCUMENT, 'utf8'), 'Why this shape costs more than the floor');
  const rows = figuresOf(table.split(/^### /m).find((part) => part.startsWith(`By ${pattern}`)) ?? '');
  const steps = rows.slice(0, -1);

  it('starts at the floor', () => {
    // The floor relays ten facts at a time: half an invocation instead of five.
    const singly = pattern === 'choreography' ? 4.5 * priced({ 'lambda.requests': 1 }) : 0;
    expect(rows[0]?.dollars).toBeCloseTo(theoreticalFloor[pattern] + singly, 1);
  });

  it('prices every row', () => {
    for (const { what, units, dollars } of rows) {
      expect({ what, dollars }).toEqual({ what, dollars: Number(priced(units).toFixed(2)) });
    }
  });

  it('ends at the minimum, unit by unit', () => {
    const minimum = minimumUnits(minimumLines(pattern, 'completed', SHAPE));
    for (const unit of UNITS) {
      const sum = steps.reduce((total, { units }) => total + (units[unit] ?? 0), 0);
      expect({ unit, sum }).toEqual({ unit, sum: minimum[unit] ?? 0 });
      expect(rows.at(-1)?.units[unit]).toBe(minimum[unit] ?? 0);
    }
  });
});

/**
 * The scenarios as they are, but for who is slow: the services answer three seconds apart, the failing one last, so
 * that no two facts meet at a row and no fact comes after the verdict. That is the order of the derivation.
 */
const STAGED: Readonly<Record<string, readonly [first: string, second: string, last: string]>> = {
  happy: ['payment', 'inventory', 'chef'],
  'card-declined': ['inventory', 'chef', 'payment'],
  'out-of-stock': ['payment', 'chef', 'inventory'],
  'no-chef': ['payment', 'inventory', 'chef'],
};

const staged = (scenario: Scenario, slow: readonly string[]): Scenario => ({
  ...scenario,
  script: slow.map((name, index) => ({ at: 'delivery', function: name, delaySeconds: 3 * index })),
});

const ingredientsOf = ({ orders }: Scenario): number => {
  const needs = needsOf(recipes, orders);
  return needs.kind === 'known' ? needs.needs.length : 0;
};

describe.each(PATTERNS)('measured = derived, by %s', (pattern) => {
  const scenarios = readScenarios('events/scenarios');
  const pkg = loadPackage(packageDirectory(process.cwd(), pattern));

  it.each(Object.entries(STAGED))('%s: operation by operation', async (name, slow) => {
    const scenario = scenarios.find((each) => each.name === name);
    if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
    const run = await runScenario(pkg, staged(scenario, slow), { pattern, seed: 1 });
    const [path] = Object.keys(scenario.paths) as Path[];
    const derived = minimumUnits(
      minimumLines(pattern, path ?? 'completed', { ingredients: ingredientsOf(scenario) }),
    );
    expect(operations(run.units)).toEqual(operations(derived));
    expect(run.costPerMillion).toBeLessThanOrEqual(1.05 * (run.minimumPerMillion ?? Number.NaN));
  });
});

describe('the logs of docs/cost.md', () => {
  const happy = readScenarios('events/scenarios').find(({ name }) => name === 'happy') as Scenario;
  const DOLLARS_PER_GB = 0.5;

  it('are those of an order that goes well', async () => {
    const bytesOf = async (pattern: Pattern): Promise<number> => {
      const pkg = loadPackage(packageDirectory(process.cwd(), pattern));
      return (await runScenario(pkg, happy, { pattern, seed: 1 })).units['logs.bytes'] ?? 0;
    };
    const [choreography, orchestration] = [await bytesOf('choreography'), await bytesOf('orchestration')];
    const kilobytes = (bytes: number): string => `${Math.round(bytes / 1e3)} KB`;
    // A million orders of so many bytes have a thousandth as many gigabytes.
    const dollarsOf = (bytes: number): string => `$${Math.round((bytes / 1e3) * DOLLARS_PER_GB)}`;
    expectPart(
      DOCUMENT,
      'logs',
      [
        `- **Logs**: about ${kilobytes(choreography)} an order by choreography and ${kilobytes(orchestration)} by orchestration in the lab, some`,
        `  ${dollarsOf(choreography)} and ${dollarsOf(orchestration)} per million orders at $${DOLLARS_PER_GB.toFixed(2)} per GB. A third to a half of it is metrics`,
        '  ([ADR 0012](adr/0012-metrics-in-the-log.md)), the rest follows the log level, not the pattern.',
      ].join('\n'),
    );
  });
});

/** What is counted, not timed or weighed; and nothing that the derivation does not know of. */
const operations = (units: Units): Units => {
  const { 'lambda.gbSeconds': _, 'lambda.initGbSeconds': __, 'logs.bytes': ___, ...counted } = units;
  return counted;
};
