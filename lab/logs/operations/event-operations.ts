import type { Clock } from '../../kernel/clock.ts';
import { compileFilterPattern } from '../filter-pattern/pattern.ts';
import { type LogEvent, type LogGroup, type LogGroupStore, streamOf } from '../groups.ts';
import { groupOf, type InGroup } from './in-group.ts';
import { invalid, limitOf } from './page.ts';

const EVENTS_PER_PAGE = 10_000;
const MAX_EVENTS_PER_PUT = 10_000;
const DAY_MS = 86_400_000;
/** Events may be up to 14 days old, and up to two hours ahead. Source: API Reference, "PutLogEvents". */
const OLDEST_MS = 14 * DAY_MS;
const NEWEST_MS = 2 * 3_600_000;

interface Span {
  /** Epoch ms, included. */
  readonly startTime?: number;
  /** Epoch ms. */
  readonly endTime?: number;
}

interface Identified {
  /** Ascending as text, in the order of the group. */
  readonly id: string;
  readonly event: LogEvent;
}

const within = (
  { startTime = 0, endTime = Number.POSITIVE_INFINITY }: Span,
  { timestamp }: LogEvent,
): boolean => timestamp >= startTime && timestamp < endTime;

/** A group's events within a span, with their ids: their moment, and their place among those of that moment. */
const identified = function* (events: readonly LogEvent[], span: Span): Iterable<Identified> {
  let moment = Number.NaN;
  let place = 0;
  for (const event of events) {
    place = event.timestamp === moment ? place + 1 : 0;
    moment = event.timestamp;
    if (within(span, event))
      yield { id: `${String(moment).padStart(20, '0')}${String(place).padStart(16, '0')}`, event };
  }
};

interface FilterInput extends InGroup, Span {
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly filterPattern?: string;
  readonly limit?: number;
  readonly nextToken?: string;
}

const inStreams = (group: LogGroup, input: FilterInput): ((stream: string) => boolean) => {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
  if (names !== undefined && prefix !== undefined)
    throw invalid('logStreamNames and logStreamNamePrefix cannot be specified together.');
  if (names === undefined) return (stream) => stream.startsWith(prefix ?? '');
  for (const name of names) streamOf(group, name);
  const wanted = new Set(names);
  return (stream) => wanted.has(stream);
};

/** What is done with log events. Source: CloudWatch Logs API Reference. */
export const eventOperations = (ports: {
  readonly clock: Clock;
  readonly groups: LogGroupStore;
  readonly write: (logGroup: string, stream: string, message: string, timestamp: number) => void;
}) => {
  const { clock, groups, write } = ports;
  return {
    PutLogEvents: (input: {
      readonly logGroupName: string;
      readonly logStreamName: string;
      readonly logEvents: readonly { readonly timestamp: number; readonly message: string }[];
    }) => {
      const { logGroupName, logStreamName, logEvents } = input;
      streamOf(groups.get(logGroupName), logStreamName);
      if (logEvents.length < 1 || logEvents.length > MAX_EVENTS_PER_PUT)
        throw invalid(`logEvents must have between 1 and ${MAX_EVENTS_PER_PUT} events.`);
      if (logEvents.some(({ timestamp }, at) => timestamp < (logEvents[at - 1]?.timestamp ?? 0)))
        throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
      const now = clock.now();
      const tooOld = logEvents.filter(({ timestamp }) => timestamp < now - OLDEST_MS).length;
      const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > now + NEWEST_MS);
      for (const { timestamp, message } of logEvents.slice(tooOld, tooNew < 0 ? undefined : tooNew))
        write(logGroupName, logStreamName, message, timestamp);
      return {
        ...((tooOld > 0 || tooNew >= 0) && {
          rejectedLogEventsInfo: {
            ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
            ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
          },
        }),
      };
    },

    FilterLogEvents: (input: FilterInput) => {
      const group = groupOf(groups, input);
      const isWanted = inStreams(group, input);
      const matches = compileFilterPattern(input.filterPattern ?? '');
      const limit = limitOf(input.limit, EVENTS_PER_PAGE);
      const found: Identified[] = [];
      for (const each of identified(groups.events(group), input)) {
        const { id, event } = each;
        const isNext = id > (input.nextToken ?? '') && isWanted(event.stream);
        if (isNext && matches(event.message) && found.push(each) > limit) break;
      }
      const page = found.slice(0, limit);
      return {
        events: page.map(({ id, event }) => ({
          logStreamName: event.stream,
          timestamp: event.timestamp,
          message: event.message,
          ingestionTime: event.timestamp,
          eventId: id,
        })),
        searchedLogStreams: [],
        ...(found.length > limit && { nextToken: page.at(-1)?.id }),
      };
    },

    /** Both tokens are always there: the one that was given once there is nothing further its way. */
    GetLogEvents: (
      input: InGroup &
        Span & {
          readonly logStreamName: string;
          readonly startFromHead?: boolean;
          readonly limit?: number;
          readonly nextToken?: string;
        },
    ) => {
      const group = groupOf(groups, input);
      const { name } = streamOf(group, input.logStreamName);
      const limit = limitOf(input.limit, EVENTS_PER_PAGE);
      const [, way, position = ''] = /^([fb])\/(\d{36})$/.exec(input.nextToken ?? '') ?? [];
      if (input.nextToken !== undefined && way === undefined)
        throw invalid('The specified nextToken is invalid.');
      const isForward = way === undefined ? (input.startFromHead ?? false) : way === 'f';
      const found = [...identified(groups.events(group), input)].filter(
        ({ id, event }) =>
          event.stream === name && (way === undefined || (isForward ? id > position : id < position)),
      );
      const page = isForward ? found.slice(0, limit) : found.slice(-limit);
      const nowhere = position || '0'.repeat(36);
      return {
        events: page.map(({ event: { timestamp, message } }) => ({
          ...{ timestamp, message },
          ingestionTime: timestamp,
        })),
        nextForwardToken: `f/${page.at(-1)?.id ?? nowhere}`,
        nextBackwardToken: `b/${page[0]?.id ?? nowhere}`,
      };
    },
  };
};
