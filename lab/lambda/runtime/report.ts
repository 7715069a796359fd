import type { Failure } from './failure.ts';

/** What an invocation used; times in ms. */
export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  /** Set when the invocation was the first of its environment. */
  readonly initMs: number | undefined;
  readonly memorySize: number;
  readonly failure: Failure | undefined;
  readonly traceHeader: string;
}

/** Memory is not measured: every environment shares this process. */
const MEMORY_USED_MB = 96;

/** Lambda bills the init phase too (since 2025-08-01), in whole milliseconds. */
export const billedMs = ({ durationMs, initMs = 0 }: Pick<Report, 'durationMs' | 'initMs'>): number =>
  Math.ceil(durationMs + initMs);

const status = (failure: Failure | undefined): readonly string[] => {
  if (failure?.errorType === 'Sandbox.Timedout') return ['Status: timeout'];
  if (failure?.errorType.startsWith('Runtime.')) return ['Status: error', `Error Type: ${failure.errorType}`];
  return [];
};

export const startLine = (requestId: string): string => `START RequestId: ${requestId} Version: $LATEST`;

export const endLine = (requestId: string): string => `END RequestId: ${requestId}`;

/** The tab-separated REPORT line. Source: Lambda developer guide, "Viewing CloudWatch logs". */
export const reportLine = (report: Report): string => {
  const traceId = /Root=([^;]+).*Sampled=1/.exec(report.traceHeader)?.[1];
  return [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs(report)} ms`,
    `Memory Size: ${report.memorySize} MB`,
    `Max Memory Used: ${Math.min(MEMORY_USED_MB, report.memorySize)} MB`,
    ...(report.initMs === undefined ? [] : [`Init Duration: ${report.initMs.toFixed(2)} ms`]),
    ...status(report.failure),
    ...(traceId ? [`XRAY TraceId: ${traceId}`] : []),
    '',
  ].join('\t');
};

/** The line the Node.js runtime writes when a handler fails. */
export const errorLine = (time: string, requestId: string, { trace, ...failure }: Failure): string =>
  `${time}\t${requestId}\tERROR\tInvoke Error \t${JSON.stringify({ ...failure, stack: trace })}`;

/** The line Lambda writes when it kills a function. */
export const timeoutLine = (time: string, requestId: string, seconds: number): string =>
  `${time} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds`;
