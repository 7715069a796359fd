import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';

export interface LogEvent {
  /** Epoch ms. */
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}

/** What is known of a stream, whatever became of its events. Times in epoch ms. */
export interface LogStream {
  readonly name: string;
  readonly creationTime: number;
  firstEventTimestamp: number | undefined;
  lastEventTimestamp: number | undefined;
  lastIngestionTime: number | undefined;
}

export interface LogGroup {
  readonly name: string;
  /** Epoch ms. */
  readonly creationTime: number;
  /** Kept for ever when undefined. */
  retentionInDays: number | undefined;
  readonly streams: Map<string, LogStream>;
  /** Oldest first. */
  events: LogEvent[];
  /** Characters of their messages. */
  size: number;
}

const DAY_MS = 86_400_000;

/** The lab's own bound, for each group: tens of thousands of lines. */
export const MAX_SIZE = 4 * 1024 * 1024;

export const logGroupArn = (name: string): string => arn('logs', `log-group:${name}`);

const notFound = (what: string): AwsError =>
  new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist.`);

const exists = (what: string): AwsError =>
  new AwsError('ResourceAlreadyExistsException', `The specified log ${what} already exists`);

/** A stream of the group. Throws `AwsError` (ResourceNotFoundException). */
export const streamOf = (group: LogGroup, name: string): LogStream => {
  const stream = group.streams.get(name);
  if (stream === undefined) throw notFound('stream');
  return stream;
};

/** The log groups of the account. */
export interface LogGroupStore {
  /** Throws `AwsError` (ResourceAlreadyExistsException). */
  create(name: string, retentionInDays: number | undefined): LogGroup;
  delete(name: string): void;
  find(name: string): LogGroup | undefined;
  /** By name or ARN, without what is expired. Throws `AwsError` (ResourceNotFoundException). */
  get(identifier: string): LogGroup;
  all(): Iterable<LogGroup>;
  /** Throws `AwsError` (ResourceAlreadyExistsException). */
  createStream(group: LogGroup, name: string): LogStream;
  /** Adds an event to a stream, which is made if need be. */
  append(group: LogGroup, stream: string, timestamp: number, message: string): void;
  /** The group's events within its retention, oldest first. */
  events(group: LogGroup): readonly LogEvent[];
}

/** As CloudWatch gives them, ARNs end with `:*`, as it takes them they may not. */
const nameOf = (identifier: string): string =>
  identifier.startsWith('arn:')
    ? identifier.replace(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:/, '').replace(/:\*$/, '')
    : identifier;

const addStream = (group: LogGroup, name: string, creationTime: number): LogStream => {
  const stream = {
    ...{ name, creationTime },
    firstEventTimestamp: undefined,
    lastEventTimestamp: undefined,
    lastIngestionTime: undefined,
  };
  group.streams.set(name, stream);
  return stream;
};

/** Events come in order as a rule; one that is late goes where it belongs. */
const insert = (events: LogEvent[], event: LogEvent): void => {
  let at = events.length;
  while (at > 0 && (events[at - 1] as LogEvent).timestamp > event.timestamp) at--;
  if (at === events.length) events.push(event);
  else events.splice(at, 0, event);
};

const sizeOf = (events: readonly LogEvent[]): number =>
  events.reduce((size, { message }) => size + message.length, 0);

/** Lets go of the oldest half when there is no more room, so that it is not done for every line. */
const makeRoom = (group: LogGroup): void => {
  if (group.size <= MAX_SIZE) return;
  group.events = group.events.slice(Math.ceil(group.events.length / 2));
  group.size = sizeOf(group.events);
};

export const createLogGroups = (clock: Clock): LogGroupStore => {
  const groups = new Map<string, LogGroup>();
  const now = (): number => Math.floor(clock.now());
  const get = (identifier: string): LogGroup => {
    const group = groups.get(nameOf(identifier));
    if (group === undefined) throw notFound('group');
    return group;
  };
  return {
    create: (name, retentionInDays) => {
      if (groups.has(name)) throw exists('group');
      const group = { name, creationTime: now(), retentionInDays, streams: new Map(), events: [], size: 0 };
      groups.set(name, group);
      return group;
    },
    delete: (name) => void groups.delete(get(name).name),
    find: (name) => groups.get(name),
    get,
    all: () => groups.values(),
    createStream: (group, name) => {
      if (group.streams.has(name)) throw exists('stream');
      return addStream(group, name, now());
    },
    append: (group, name, timestamp, message) => {
      const at = now();
      const stream = group.streams.get(name) ?? addStream(group, name, at);
      insert(group.events, { timestamp, stream: name, message });
      group.size += message.length;
      makeRoom(group);
      stream.firstEventTimestamp = Math.min(stream.firstEventTimestamp ?? timestamp, timestamp);
      stream.lastEventTimestamp = Math.max(stream.lastEventTimestamp ?? timestamp, timestamp);
      stream.lastIngestionTime = at;
    },
    events: (group) => {
      // Expired events are dropped when somebody looks: nothing else would see them.
      const oldest = clock.now() - (group.retentionInDays ?? Number.POSITIVE_INFINITY) * DAY_MS;
      if (group.events[0] && group.events[0].timestamp < oldest) {
        group.events = group.events.filter(({ timestamp }) => timestamp >= oldest);
        group.size = sizeOf(group.events);
      }
      return group.events;
    },
  };
};
