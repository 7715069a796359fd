import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Timer } from '../kernel/clock.ts';
import type { Caller, Service } from '../kernel/service.ts';
import type { Meter } from '../meter/meter.ts';
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
import { DEFAULT_BUS, type Rule, type RuleProperties, readRule } from './rule.ts';
import { checkName, checkProperties, invalid } from './validation.ts';

export type { RuleProperties } from './rule.ts';

/** `Properties` of AWS::Events::EventBus that the lab knows. */
export interface EventBusProperties {
  readonly Name: string;
  readonly Description?: string;
  readonly Tags?: unknown;
}

/** EventBridge: buses, rules and targets. */
export interface EventBridge {
  readonly service: Service;
  /** Makes an AWS::Events::EventBus. The bus `default` exists from the start. */
  createBus(properties: EventBusProperties): { readonly arn: string };
  /** Makes an AWS::Events::Rule with its targets. */
  createRule(properties: RuleProperties): { readonly arn: string };
  /** Deletes a rule; what is already on its way is still delivered. */
  deleteRule(name: string, bus?: string): void;
  /** Deletes a bus that has no rules any more. */
  deleteBus(name: string): void;
}

export interface EventBridgeOptions extends DeliveryPorts {
  readonly meter: Meter;
  /** The limit of a PutEvents request. Default: 1 MiB; for most of the service's life it was 262,144. */
  readonly maxEntryBytes?: number;
}

interface Bus {
  readonly name: string;
  readonly rules: Map<string, { readonly rule: Rule; readonly stop: () => void }>;
}

const MAX_ENTRY_BYTES = 1_048_576;

/** Custom events are billed by each 64 KB begun. */
const CHUNK_BYTES = 65_536;

const BUS_PROPERTIES = new Set(['Name', 'Description', 'Tags']);

const busName = (nameOrArn = DEFAULT_BUS): string => nameOrArn.replace(/^arn:.*:event-bus\//, '');

export const createEventBridge = (options: EventBridgeOptions): EventBridge => {
  const { kernel, meter, maxEntryBytes = MAX_ENTRY_BYTES } = options;
  const { clock, random } = kernel;
  const deliver = createDelivery(options);
  const buses = new Map<string, Bus>([[DEFAULT_BUS, { name: DEFAULT_BUS, rules: new Map() }]]);

  const findBus = (nameOrArn?: string): Bus => {
    const bus = buses.get(busName(nameOrArn));
    if (bus !== undefined) return bus;
    throw new AwsError('ResourceNotFoundException', `Event bus ${busName(nameOrArn)} does not exist.`);
  };

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
    for (const { rule } of buses.get(name)?.rules.values() ?? []) {
      if (!rule.enabled || !rule.matches(event)) continue;
      deliverToAll(rule, event, `rule:${rule.name}`, entry.TraceHeader ?? caller.traceHeader);
    }
    return id;
  };

  const putEvents = ({ Entries: entries = [] }: { Entries?: readonly PutEventsEntry[] }, caller: Caller) => {
    checkRequest(entries, maxEntryBytes);
    const results = entries.map((entry): FailedEntry | { EventId: string } => {
      const read = readEntry(entry);
      return 'ErrorCode' in read ? read : { EventId: publish(read, caller) };
    });
    return {
      FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
      Entries: results,
    };
  };

  /** Fires at each moment of the rule's schedule; answers how to stop. Standing: a schedule never ends. */
  const startSchedule = (rule: Rule): (() => void) => {
    let timer: Timer | undefined;
    const arm = (after: number): void => {
      const at = rule.schedule?.next(after);
      if (at !== undefined) timer = clock.after(at - clock.now(), () => fire(at), { standing: true });
    };
    const fire = (at: number): void => {
      const event = busEvent({
        id: random.uuid(),
        source: 'aws.events',
        detailType: 'Scheduled Event',
        time: at,
        resources: [rule.arn],
        detail: {},
      });
      deliverToAll(rule, event, `schedule:${rule.name}`);
      arm(at);
    };
    if (rule.enabled) arm(clock.now());
    return () => timer?.cancel();
  };

  return {
    service: { id: 'events', operations: { PutEvents: putEvents } },

    createBus: (properties) => {
      checkProperties('AWS::Events::EventBus', properties, BUS_PROPERTIES);
      const { Name: name } = properties;
      checkName(name);
      if (buses.has(name)) {
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
      }
      buses.set(name, { name, rules: new Map() });
      return { arn: arn('events', `event-bus/${name}`) };
    },

    createRule: (properties) => {
      const bus = findBus(properties.EventBusName);
      const rule = readRule(properties, bus.name);
      if (bus.rules.has(rule.name)) {
        throw new AwsError('ResourceAlreadyExistsException', `Rule ${rule.name} already exists.`);
      }
      bus.rules.set(rule.name, { rule, stop: startSchedule(rule) });
      return { arn: rule.arn };
    },

    deleteRule: (name, bus) => {
      const { rules } = findBus(bus);
      rules.get(name)?.stop();
      rules.delete(name);
    },

    deleteBus: (name) => {
      if (name === DEFAULT_BUS) throw invalid('Cannot delete event bus default.');
      if (findBus(name).rules.size > 0) throw invalid(`Cannot delete event bus ${name}: it has rules.`);
      buses.delete(name);
    },
  };
};
