import { arn } from '../kernel/account.ts';
import type { BusEvent } from './event.ts';
import { invalidPattern } from './pattern/invalid-pattern.ts';
import { compilePattern } from './pattern/pattern.ts';
import { parseSchedule, type Schedule } from './schedule.ts';
import { readTarget, type Target, type TargetProperties } from './target.ts';
import { checkName, checkProperties, invalid, limitExceeded } from './validation.ts';

/** `Properties` of AWS::Events::Rule that the lab knows. */
export interface RuleProperties {
  readonly Name: string;
  /** Name or ARN; the default bus when missing. */
  readonly EventBusName?: string;
  /** The pattern, as an object or as JSON text. */
  readonly EventPattern?: unknown;
  readonly ScheduleExpression?: string;
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly Description?: string;
  readonly RoleArn?: string;
  readonly Targets?: readonly TargetProperties[];
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  /** The bus's name. */
  readonly bus: string;
  /** What it was made of. */
  readonly properties: RuleProperties;
  readonly enabled: boolean;
  readonly matches: (event: BusEvent) => boolean;
  readonly schedule: Schedule | undefined;
  readonly targets: readonly Target[];
}

export const DEFAULT_BUS = 'default';

const MAX_TARGETS = 5;

const SUPPORTED = new Set([
  'Name',
  'EventBusName',
  'EventPattern',
  'ScheduleExpression',
  'State',
  'Targets',
  'Description', // inert in the lab, as is RoleArn
  'RoleArn',
]);

/** Compiles a pattern, given as an object or as JSON text. Throws InvalidEventPatternException. */
export const readPattern = (given: unknown): ((event: unknown) => boolean) => {
  if (typeof given !== 'string') return compilePattern(given);
  try {
    return compilePattern(JSON.parse(given));
  } catch (error) {
    throw error instanceof SyntaxError ? invalidPattern(error.message) : error;
  }
};

/**
 * Reads the properties of AWS::Events::Rule. Source: PutRule and PutTargets in the EventBridge API reference.
 * Throws ValidationException, InvalidEventPatternException, or an Error that names an unsupported property.
 */
export const readRule = (properties: RuleProperties, bus: string): Rule => {
  checkProperties('AWS::Events::Rule', properties, SUPPORTED);
  const { Name: name, EventPattern, ScheduleExpression, State = 'ENABLED', Targets = [] } = properties;
  checkName(name);
  if (EventPattern === undefined && ScheduleExpression === undefined) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (ScheduleExpression !== undefined && bus !== DEFAULT_BUS) {
    throw invalid('ScheduleExpression is supported only on the default event bus.');
  }
  if (State !== 'ENABLED' && State !== 'DISABLED') {
    throw new Error(`AWS::Events::Rule.State ${State} is not supported by the lab`);
  }
  if (Targets.length > MAX_TARGETS) {
    throw limitExceeded();
  }
  return {
    name,
    arn: arn('events', bus === DEFAULT_BUS ? `rule/${name}` : `rule/${bus}/${name}`),
    bus,
    properties,
    enabled: State === 'ENABLED',
    matches: EventPattern === undefined ? () => false : readPattern(EventPattern),
    schedule: ScheduleExpression === undefined ? undefined : parseSchedule(ScheduleExpression),
    targets: Targets.map(readTarget),
  };
};
