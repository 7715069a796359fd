import type { Kernel } from '../kernel/kernel.ts';
import type { Logs, Metrics } from '../kernel/ports.ts';
import type { Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
import { type Properties, refuseUnknown } from '../template/properties.ts';
import { extractMetrics } from './embedded-metrics.ts';
import { createLogGroups, type LogEvent, logGroupArn } from './groups.ts';
import { logsService } from './operations/service.ts';
import { type QueryDefinition, readQueryDefinition, unknownQueryDefinition } from './query-definition.ts';
import { RETENTIONS } from './retention.ts';

/** CloudWatch Logs, as far as functions write and people read it. */
export interface LogGroups extends Logs {
  readonly service: Service;
  /** Takes an AWS::Logs::LogGroup. */
  createLogGroup(properties: Properties): { readonly name: string; readonly arn: string };
  /** Its events stay. Throws `AwsError` (ResourceNotFoundException), as the deletes do. */
  updateLogGroup(name: string, properties: Properties): void;
  deleteLogGroup(name: string): void;
  /** Takes an AWS::Logs::QueryDefinition and the id that it is to have; it is checked and never run. */
  createQueryDefinition(properties: Properties, id: string): void;
  updateQueryDefinition(id: string, properties: Properties): void;
  deleteQueryDefinition(id: string): void;
  /** Events within the group's retention, oldest first. */
  read(logGroup: string): readonly LogEvent[];
}

const TYPE = 'AWS::Logs::LogGroup';
const KNOWN = ['LogGroupName', 'RetentionInDays', /* inert: */ 'Tags', 'KmsKeyId', 'LogGroupClass'];

const retentionOf = (properties: Properties): number | undefined => {
  refuseUnknown(TYPE, properties, KNOWN);
  const days = properties.RetentionInDays;
  if (days === undefined || RETENTIONS.has(Number(days)))
    return days === undefined ? undefined : Number(days);
  throw new Error(`${TYPE}.RetentionInDays: ${days} is not a valid value`);
};

export interface LogsOptions {
  readonly kernel: Kernel;
  readonly meter: Meter;
  /** Gets the metrics that are embedded in what is logged. */
  readonly metrics?: Metrics;
}

export const createLogs = ({ kernel, meter, metrics }: LogsOptions): LogGroups => {
  const { clock } = kernel;
  const groups = createLogGroups(clock);
  const queries = new Map<string, QueryDefinition>();

  const write = (logGroup: string, stream: string, message: string, timestamp: number): void => {
    const group = groups.find(logGroup) ?? groups.create(logGroup, undefined);
    groups.append(group, stream, timestamp, message);
    const quantity = Buffer.byteLength(message);
    meter.count({ unit: 'logs.bytes', quantity, caller: 'service:logs', resource: logGroup });
    if (metrics) extractMetrics(message, logGroup, metrics);
  };
  const putQuery = (id: string, properties: Properties): void =>
    void queries.set(id, { id, ...readQueryDefinition(properties), lastModified: Math.floor(clock.now()) });
  const assertQuery = (id: string): void => {
    if (!queries.has(id)) throw unknownQueryDefinition();
  };

  const resources = {
    createQueryDefinition: (properties: Properties, id: string) => putQuery(id, properties),
    updateQueryDefinition: (id: string, properties: Properties) => {
      assertQuery(id);
      putQuery(id, properties);
    },
    deleteQueryDefinition: (id: string) => {
      assertQuery(id);
      queries.delete(id);
    },
  };
  return {
    ...resources,
    service: logsService({ kernel, groups, queries, write, ...resources }),
    createLogGroup: (properties) => {
      const { name } = groups.create(String(properties.LogGroupName), retentionOf(properties));
      return { name, arn: `${logGroupArn(name)}:*` };
    },
    updateLogGroup: (name, properties) => {
      groups.get(name).retentionInDays = retentionOf(properties);
    },
    deleteLogGroup: groups.delete,
    write: (logGroup, stream, message) => write(logGroup, stream, message, Math.floor(clock.now())),
    read: (logGroup) => {
      const group = groups.find(logGroup);
      return group === undefined ? [] : groups.events(group);
    },
  };
};
