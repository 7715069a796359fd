import type { Route } from './route.ts';

/** X-Ray's operations. Source: X-Ray API reference, "Actions". */
export const xrayRoutes: readonly Route[] = [
  { operation: 'PutTraceSegments', method: 'POST', path: '/TraceSegments' },
  { operation: 'PutTelemetryRecords', method: 'POST', path: '/TelemetryRecords' },
  { operation: 'GetTraceSummaries', method: 'POST', path: '/TraceSummaries' },
  { operation: 'BatchGetTraces', method: 'POST', path: '/Traces' },
];
