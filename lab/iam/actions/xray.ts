import { byName, everything, type ServiceActions } from './need.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html: but for sampling rules, no resources. */
export const xray: ServiceActions = byName(
  'xray',
  ['BatchGetTraces', 'GetTraceSummaries', 'PutTelemetryRecords', 'PutTraceSegments'],
  everything,
);
