import { AwsError } from '../kernel/aws-error.ts';
import type { Caller, Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
import { busName, createBuses, type EventBusProperties } from './buses.ts';
import { createDelivery, type DeliveryPorts } from './delivery.ts';
import {
  type AcceptedEntry,
  checkRequest,
  entryBytes,
  type FailedEntry,
  type PutEventsEntry,
  readEntry,
} from './entries.ts';
import { type BusEvent, busEvent } from './event.ts';
import { busOperations } from './operations/bus-operations.ts';
import { ruleOperations } from './operations/rule-operations.ts';
import { targetOperations } from './operations/target-operations.ts';
import { testEventPattern } from './operations/test-event-pattern.ts';
import type { Rule, RuleProperties } from './rule.ts';

export type { RuleProperties } from './rule.ts';

/** EventBridge: buses, rules and targets. */
export interface EventBridge {
  readonly service: Service;
  /** Makes an AWS::Events::EventBus. The bus `default` exists from the start. */
  createBus(properties: EventBusProperties): { readonly arn: string };
  /** Makes an AWS::Events::Rule with its targets. */
  createRule(properties: RuleProperties): { readonly arn: string };
  /** Each of these throws ResourceNotFoundException when there is no such bus or rule. */
  updateBus(name: string, properties: EventBusProperties): { readonly arn: string };
  /** Throws ValidationException for the default bus, and one with rules. */
  deleteBus(name: string): void;
  /** `ref` as CloudFormation has it: `<bus>|<name>`, or the name alone on the default bus. */
  updateRule(ref: string, properties: RuleProperties): { readonly arn: string };
  /** Deletes a rule with its targets; what is already on its way is still delivered. */
  deleteRule(ref: string): void;
}

export interface EventBridgeOptions extends DeliveryPorts {
  readonly meter: Meter;
  /** The limit of a PutEvents request. Default: 1 MiB; for most of the service's life it was 262,144. */
  readonly maxEntryBytes?: number;
}

const MAX_ENTRY_BYTES = 1_048_576;

/** Custom events are billed by each 64 KB begun. */
const CHUNK_BYTES = 65_536;

export const createEventBridge = (options: EventBridgeOptions): EventBridge => {
  const { kernel, meter, maxEntryBytes = MAX_ENTRY_BYTES } = options;
  const { clock, random } = kernel;
  const deliver = createDelivery(options);
  const deliverToAll = (rule: Rule, event: BusEvent, source: string, traceHeader?: string): void => {
    for (const target of rule.targets) void deliver({ rule, target, event, source, traceHeader });
  };

  const publish = (entry: AcceptedEntry, caller: Caller): string => {
    const id = random.uuid();
    const event = busEvent({
      id,
      source: entry.Source,
      detailType: entry.DetailType,
      time: entry.Time === undefined ? clock.now() : entry.Time * 1000,
      resources: entry.Resources ?? [],
      detail: entry.detail,
    });
    const name = busName(entry.EventBusName);
    const quantity = Math.ceil(entryBytes(entry) / CHUNK_BYTES);
    meter.count({ unit: 'eventbridge.events', quantity, caller: caller.name, resource: name });
    // An unknown bus swallows the event: PutEvents answers with an id all the same (aws/aws-cli#9186).
    for (const { rule } of buses.get(entry.EventBusName)?.rules.values() ?? []) {
      if (!rule.enabled || !rule.matches(event)) continue;
      deliverToAll(rule, event, `rule:${rule.name}`, entry.TraceHeader ?? caller.traceHeader);
    }
    return id;
  };

  const putEvents = ({ Entries: entries = [] }: { Entries?: readonly PutEventsEntry[] }, caller: Caller) => {
    checkRequest(entries, maxEntryBytes);
    const { fault } = caller;
    const results = entries.map((entry, position): FailedEntry | { EventId: string } => {
      if (fault?.entries?.includes(position)) return { ErrorCode: fault.name, ErrorMessage: fault.message };
      const read = readEntry(entry);
      return 'ErrorCode' in read ? read : { EventId: publish(read, caller) };
    });
    return {
      FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
      Entries: results,
    };
  };

  const fire = (rule: Rule, at: number): void => {
    const event = busEvent({
      id: random.uuid(),
      source: 'aws.events',
      detailType: 'Scheduled Event',
      time: at,
      resources: [rule.arn],
      detail: {},
    });
    deliverToAll(rule, event, `schedule:${rule.name}`);
  };

  const buses = createBuses(clock, fire);

  /** By what CloudFormation refers to a rule by: `<bus>|<name>`, or its name alone on the default bus. */
  const findRule = (ref: string): Rule => {
    const [name = '', bus] = ref.split('|').reverse();
    return buses.findRule(name, bus);
  };

  return {
    service: {
      id: 'events',
      operations: {
        PutEvents: putEvents,
        TestEventPattern: testEventPattern,
        ...busOperations(buses),
        ...ruleOperations(buses),
        ...targetOperations(buses),
      },
    },
    createBus: (properties) => ({ arn: buses.create(properties).arn }),
    updateBus: (name, properties) => ({ arn: buses.update(name, properties).arn }),
    deleteBus: buses.remove,
    createRule: (properties) => {
      const { Name: name, EventBusName: bus } = properties;
      if (buses.find(bus).rules.has(name))
        throw new AwsError('ResourceAlreadyExistsException', `Rule ${name} already exists.`);
      return { arn: buses.setRule(properties).arn };
    },
    updateRule: (ref, properties) => {
      const { name, bus } = findRule(ref);
      return { arn: buses.setRule({ ...properties, Name: name, EventBusName: bus }).arn };
    },
    deleteRule: (ref) => buses.removeRule(findRule(ref)),
  };
};
