import { arn } from '../kernel/account.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Logs, Metrics } from '../kernel/ports.ts';
import type { Meter } from '../meter/meter.ts';
import { extractMetrics } from './embedded-metrics.ts';
import { checkQueryDefinition } from './query-definition.ts';

export interface LogEvent {
  /** Epoch ms. */
  readonly timestamp: number;
  readonly stream: string;
  readonly message: string;
}

/** CloudWatch Logs, as far as functions write and people read it. */
export interface LogGroups extends Logs {
  /** Takes an AWS::Logs::LogGroup. */
  createLogGroup(properties: Readonly<Record<string, unknown>>): {
    readonly name: string;
    readonly arn: string;
  };
  /** Takes an AWS::Logs::QueryDefinition, which is checked and never run. */
  createQueryDefinition(properties: Readonly<Record<string, unknown>>): void;
  /** Events within the group's retention, oldest first. */
  read(logGroup: string): readonly LogEvent[];
}

interface LogGroup {
  readonly retentionMs: number;
  events: LogEvent[];
}

const TYPE = 'AWS::Logs::LogGroup';
const SUPPORTED = new Set(['LogGroupName', 'RetentionInDays']);
const INERT = new Set(['Tags', 'KmsKeyId', 'LogGroupClass']);
const DAY_MS = 86_400_000;

/** Days. Source: CloudFormation, AWS::Logs::LogGroup RetentionInDays. */
const RETENTIONS: ReadonlySet<number> = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

const retentionMsOf = (days: unknown): number => {
  if (days === undefined) return Number.POSITIVE_INFINITY;
  if (!RETENTIONS.has(Number(days))) throw new Error(`${TYPE}.RetentionInDays: ${days} is not a valid value`);
  return Number(days) * DAY_MS;
};

export interface LogsOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  /** Gets the metrics that are embedded in what is logged. */
  readonly metrics?: Metrics;
}

export const createLogs = ({ kernel, meter, metrics }: LogsOptions): LogGroups => {
  const groups = new Map<string, LogGroup>();
  const ensure = (name: string): LogGroup => {
    const known = groups.get(name);
    if (known) return known;
    const group = { retentionMs: Number.POSITIVE_INFINITY, events: [] };
    groups.set(name, group);
    return group;
  };
  return {
    createLogGroup: (properties) => {
      const unsupported = Object.keys(properties).find((name) => !SUPPORTED.has(name) && !INERT.has(name));
      if (unsupported) throw new Error(`${TYPE}.${unsupported} is not supported by the lab`);
      const name = String(properties.LogGroupName);
      groups.set(name, { retentionMs: retentionMsOf(properties.RetentionInDays), events: [] });
      return { name, arn: arn('logs', `log-group:${name}:*`) };
    },
    write: (logGroup, stream, message) => {
      ensure(logGroup).events.push({ timestamp: Math.floor(kernel.clock.now()), stream, message });
      const quantity = Buffer.byteLength(message);
      meter.count({ unit: 'logs.bytes', quantity, caller: 'service:logs', resource: logGroup });
      if (metrics) extractMetrics(message, logGroup, metrics);
    },
    createQueryDefinition: checkQueryDefinition,
    read: (logGroup) => {
      const group = groups.get(logGroup);
      if (!group) return [];
      // Expired events are dropped when somebody looks: nothing else would see them.
      const oldest = kernel.clock.now() - group.retentionMs;
      if (group.events[0] && group.events[0].timestamp < oldest) {
        group.events = group.events.filter(({ timestamp }) => timestamp >= oldest);
      }
      return group.events;
    },
  };
};
