import type { FileReport, PlacedFinding } from './lint-files.ts';

/** Lines for people: findings, and `file: ok`, for standard output; files that cannot be read for standard error. */
export function renderText(reports: readonly FileReport[]): { out: string; err: string } {
  const out: string[] = [];
  const err: string[] = [];
  for (const report of reports) {
    if ('error' in report) err.push(`lint-events: ${report.file}: ${report.error}\n`);
    else if (report.findings.length === 0) out.push(`${report.file}: ok\n`);
    else out.push(...report.findings.map(renderFinding));
  }
  return { out: out.join(''), err: err.join('') };
}

function renderFinding({ place, path, problem, remedy }: PlacedFinding): string {
  return `${place}: ${path}  ${problem}: ${remedy}\n`;
}

/** One document for programs. */
export function renderJson(reports: readonly FileReport[]): string {
  return `${JSON.stringify({ ok: exitCode(reports) === 0, files: reports }, null, 2)}\n`;
}

/** 0 nothing found, 1 something found, 2 a file that cannot be read. */
export function exitCode(reports: readonly FileReport[]): 0 | 1 | 2 {
  if (reports.some((report) => 'error' in report)) return 2;
  return reports.some((report) => 'findings' in report && report.findings.length > 0) ? 1 : 0;
}
