import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Clock, Timer } from '../kernel/clock.ts';
import { DEFAULT_BUS, type Rule, type RuleProperties, readRule } from './rule.ts';
import { checkName, checkProperties, invalid, limitExceeded } from './validation.ts';

/** `Properties` of AWS::Events::EventBus that the lab knows. */
export interface EventBusProperties {
  readonly Name: string;
  readonly Description?: string;
  readonly Tags?: unknown;
}

/** A rule as it stands, and how to stop its schedule. */
interface Standing {
  rule: Rule;
  readonly stop: () => void;
}

export interface Bus {
  readonly name: string;
  readonly arn: string;
  description: string | undefined;
  /** Epoch ms, both. */
  readonly createdAt: number;
  changedAt: number;
  readonly rules: Map<string, Standing>;
}

/** The buses and their rules. Not finding one throws ResourceNotFoundException. */
export interface Buses {
  /** By name or ARN; the default bus when missing. */
  get(nameOrArn?: string): Bus | undefined;
  find(nameOrArn?: string): Bus;
  all(): readonly Bus[];
  create(properties: EventBusProperties): Bus;
  update(name: string, properties: EventBusProperties): Bus;
  /** Throws ValidationException for the default bus, and one with rules. */
  remove(name: string): void;
  findRule(name: string, bus?: string): Rule;
  /** Makes the rule, or gives it these properties. A schedule that stays the same goes on. */
  setRule(properties: RuleProperties): Rule;
  /** What is already on its way is still delivered. */
  removeRule(rule: Rule): void;
}

const PROPERTIES = new Set(['Name', 'Description', 'Tags']);

/** Source: "Amazon EventBridge quotas" in the user guide. */
const MAX_BUSES = 100;
const MAX_RULES = 300;

export const busName = (nameOrArn = DEFAULT_BUS): string => nameOrArn.replace(/^arn:.*:event-bus\//, '');

/** @param fire called at each moment of a rule's schedule, in epoch ms */
export const createBuses = (clock: Clock, fire: (rule: Rule, at: number) => void): Buses => {
  const newBus = (name: string, description?: string): Bus => ({
    name,
    arn: arn('events', `event-bus/${name}`),
    description,
    createdAt: clock.now(),
    changedAt: clock.now(),
    rules: new Map(),
  });
  const buses = new Map<string, Bus>([[DEFAULT_BUS, newBus(DEFAULT_BUS)]]);

  const find = (nameOrArn?: string): Bus => {
    const bus = buses.get(busName(nameOrArn));
    if (bus !== undefined) return bus;
    throw new AwsError('ResourceNotFoundException', `Event bus ${busName(nameOrArn)} does not exist.`);
  };

  /** Standing timers: a schedule never ends. */
  const start = (rule: Rule): Standing => {
    let timer: Timer | undefined;
    const standing: Standing = { rule, stop: () => timer?.cancel() };
    const arm = (after: number): void => {
      const at = rule.schedule?.next(after);
      if (at === undefined) return;
      timer = clock.after(
        at - clock.now(),
        () => {
          fire(standing.rule, at);
          arm(at);
        },
        { standing: true },
      );
    };
    if (rule.enabled) arm(clock.now());
    return standing;
  };

  const keepsSchedule = (before: Rule, after: Rule): boolean =>
    before.enabled === after.enabled &&
    before.properties.ScheduleExpression === after.properties.ScheduleExpression;

  return {
    get: (nameOrArn) => buses.get(busName(nameOrArn)),
    find,
    all: () => [...buses.values()],
    create: (properties) => {
      checkProperties('AWS::Events::EventBus', properties, PROPERTIES);
      const { Name: name, Description: description } = properties;
      checkName(name);
      if (buses.has(name))
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
      if (buses.size >= MAX_BUSES) throw limitExceeded();
      const bus = newBus(name, description);
      buses.set(name, bus);
      return bus;
    },
    update: (name, properties) => {
      checkProperties('AWS::Events::EventBus', properties, PROPERTIES);
      const bus = find(name);
      bus.description = properties.Description;
      bus.changedAt = clock.now();
      return bus;
    },
    remove: (name) => {
      if (name === DEFAULT_BUS) throw invalid('Cannot delete event bus default.');
      if (find(name).rules.size > 0) throw invalid("EventBus can't be deleted since it has rules.");
      buses.delete(name);
    },
    findRule: (name, busNameOrArn) => {
      const bus = find(busNameOrArn);
      const standing = bus.rules.get(name);
      if (standing !== undefined) return standing.rule;
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
    },
    setRule: (properties) => {
      const { name: bus, rules } = find(properties.EventBusName);
      const rule = readRule(properties, bus);
      const standing = rules.get(rule.name);
      if (standing === undefined && rules.size >= MAX_RULES) throw limitExceeded();
      if (standing !== undefined && keepsSchedule(standing.rule, rule)) {
        standing.rule = rule;
      } else {
        standing?.stop();
        rules.set(rule.name, start(rule));
      }
      return rule;
    },
    removeRule: ({ name, bus }) => {
      const { rules } = find(bus);
      rules.get(name)?.stop();
      rules.delete(name);
    },
  };
};
