import { account } from '../../kernel/account.ts';
import { invalid } from '../errors.ts';
import { readFilter } from '../filter/filter.ts';
import type { Store, Trace } from '../store.ts';
import { type Service, type Summary, summaryOf } from '../summary.ts';
import { pageOf } from './page.ts';

/** AWS does not say how many summaries a page holds. */
const PAGE = 100;

/** The moments in epoch seconds. */
interface Request {
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly TimeRangeType?: string;
  readonly Sampling?: boolean;
  readonly FilterExpression?: string;
  readonly NextToken?: string;
}

const annotationValue = (value: string | number | boolean) => {
  if (typeof value === 'string') return { StringValue: value };
  return typeof value === 'number' ? { NumberValue: value } : { BooleanValue: value };
};

const serviceId = ({ name, type }: Service) => ({
  Name: name,
  Names: [name],
  AccountId: account.accountId,
  ...(type !== undefined && { Type: type }),
});

const httpOf = ({ entry }: Summary) => {
  const { request = {}, response } = entry?.http ?? {};
  const members = {
    HttpURL: request.url,
    HttpMethod: request.method,
    UserAgent: request.user_agent,
    ClientIp: request.client_ip,
    HttpStatus: response?.status,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
};

const shape = (summary: Summary) => {
  const { annotations, services, entry, arns } = summary;
  return {
    Id: summary.id,
    StartTime: summary.startTime,
    Duration: summary.duration,
    ResponseTime: summary.responseTime,
    HasFault: summary.hasFault,
    HasError: summary.hasError,
    HasThrottle: summary.hasThrottle,
    IsPartial: summary.isPartial,
    Http: httpOf(summary),
    Annotations: Object.fromEntries(
      [...annotations].map(([key, values]) => [
        key,
        values.map(({ value, services: from }) => ({
          AnnotationValue: annotationValue(value),
          ServiceIds: from.map(serviceId),
        })),
      ]),
    ),
    Users: entry?.user === undefined ? [] : [{ UserName: entry.user, ServiceIds: [] }],
    ServiceIds: services.map(serviceId),
    ResourceARNs: arns.map((ARN) => ({ ARN })),
    ...(entry !== undefined && { EntryPoint: serviceId({ name: entry.name, type: entry.origin }) }),
    Revision: 1,
  };
};

/** When a trace counts as having happened: its id says when it began, its segments when things happened. */
const WITHIN: Readonly<Record<string, (trace: Trace, start: number, end: number) => boolean>> = {
  TraceId: ({ id }, start, end) => {
    const began = Number.parseInt(id.slice(2, 10), 16);
    return began >= Math.floor(start) && began <= end;
  },
  Event: ({ from, to }, start, end) => to >= start && from <= end,
};

/** https://docs.aws.amazon.com/xray/latest/api/API_GetTraceSummaries.html */
export const getTraceSummaries = (store: Store, now: () => number) => (request: Request) => {
  const { StartTime: start, EndTime: end, TimeRangeType: type = 'TraceId', NextToken: token } = request;
  if (start === undefined || end === undefined) throw invalid('StartTime and EndTime are needed.');
  if (end <= start) throw invalid('EndTime must be after StartTime.');
  if (request.Sampling === true) throw invalid('The lab does not support Sampling.');
  const isWithin = WITHIN[type];
  if (isWithin === undefined) throw invalid(`The lab does not support the TimeRangeType ${type}.`);
  const { FilterExpression: expression = '' } = request;
  const filter = expression.trim() === '' ? () => true : readFilter(expression);
  let processed = 0;
  const found = [...store.all()].flatMap((trace) => {
    if (!isWithin(trace, start, end)) return [];
    processed++;
    const summary = summaryOf(trace);
    return summary === undefined || !filter(summary) ? [] : [summary];
  });
  const { page, ...next } = pageOf(found, token, { size: () => 1, limit: PAGE });
  return {
    TraceSummaries: page.map(shape),
    ApproximateTime: now() / 1000,
    TracesProcessedCount: processed,
    ...next,
  };
};
