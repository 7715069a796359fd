import type { MachineType } from '../machine.ts';
import { stateTypes } from '../states/index.ts';
import type { State, Workflow } from '../workflow.ts';
import { checkGraph } from './graph.ts';
import { createProblems, invalidDefinition, notSupported, type Problem, type Problems } from './problems.ts';
import {
  allowFields,
  type Findings,
  isObject,
  type Json,
  number,
  requireFields,
  type Source,
  text,
} from './source.ts';

/** Fields that belong to JSONPath, by the states that would have them. */
const JSONPATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'Result',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
];

const MAX_NAME = 80;
const MAX_SECONDS = 99_999_999;

/** What holds for the definition as a whole. */
interface Reading {
  readonly problems: Problems;
  readonly queryLanguage: unknown;
  readonly names: Set<string>;
  readonly machineType: MachineType;
}

/** The names assigned in the workflows around a branch: inner scopes may read them, not assign them. */
type OuterNames = ReadonlySet<string>;

/**
 * Reads a definition in the Amazon States Language (https://states-language.net), JSONata only.
 * @throws AwsError `InvalidDefinition` naming everything AWS would refuse.
 * @throws Error naming what AWS accepts and the lab does not support.
 */
export const parseDefinition = (definition: string, machineType: MachineType): Workflow => {
  const known = parsed[machineType].get(definition);
  if (known !== undefined) return known;
  const { workflow, problems } = readDefinition(definition, machineType);
  if (workflow === undefined || problems.length > 0) throw invalidDefinition(problems);
  parsed[machineType].set(definition, workflow);
  return workflow;
};

/** Workflows have no state of their own: a definition is read once, however many machines it makes. */
const parsed: Readonly<Record<MachineType, Map<string, Workflow>>> = {
  STANDARD: new Map(),
  EXPRESS: new Map(),
};

/**
 * Reads a definition and tells what AWS would refuse about it; no workflow if it is not even an object.
 * @throws Error naming what AWS accepts and the lab does not support.
 */
export const readDefinition = (
  definition: string,
  machineType: MachineType,
): { readonly workflow: Workflow | undefined; readonly problems: readonly Problem[] } => {
  const problems = createProblems();
  const body = parseJson(definition, problems);
  if (body === undefined) return { workflow: undefined, problems: problems.all() };
  const queryLanguage = body.QueryLanguage ?? 'JSONPath';
  const reading: Reading = { problems, queryLanguage, names: new Set(), machineType };
  const source = sourceOf(body, '', reading, noFindings());
  allowFields(source, 'Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version');
  if (body.Version !== undefined && body.Version !== '1.0') {
    problems.add('SCHEMA_VALIDATION_FAILED', 'Value should be one of the following: [1.0]', '/Version');
  }
  const timeoutSeconds = number(source, 'TimeoutSeconds', { min: 1, max: MAX_SECONDS });
  const workflow = readWorkflow(source, reading, new Set());
  return { workflow: { ...workflow, timeoutSeconds }, problems: problems.all() };
};

const parseJson = (definition: string, problems: Problems): Json | undefined => {
  try {
    const body: unknown = JSON.parse(definition);
    if (isObject(body)) return body;
    problems.add('SCHEMA_VALIDATION_FAILED', 'Expected value of type [OBJECT]', '/');
  } catch (error) {
    problems.add('INVALID_JSON_DESCRIPTION', (error as SyntaxError).message);
  }
  return undefined;
};

const noFindings = (): Findings => ({ targets: [], assigned: [], isTerminal: false });

const noBranches = (): never => {
  throw new Error('only a state has branches');
};

const sourceOf = (
  body: Json,
  location: string,
  { problems, machineType }: Reading,
  findings: Findings,
): Source => ({
  body,
  location,
  prefix: '',
  inCatcher: false,
  machineType,
  problems,
  findings,
  workflow: noBranches,
});

const readWorkflow = (source: Source, reading: Reading, outer: OuterNames): Workflow => {
  const { problems } = reading;
  requireFields(source, 'StartAt', 'States');
  const startAt = text(source, 'StartAt');
  const bodies = isObject(source.body.States) ? Object.entries(source.body.States) : [];
  const visible = new Set([...outer, ...bodies.flatMap(([, body]) => assignedIn(body))]);
  const states = new Map<string, State>();
  const findings = new Map<string, Findings>();
  for (const [name, body] of bodies) {
    const found = noFindings();
    const location = `${source.location}/States/${name}`;
    const state = readState(
      name,
      sourceOf(isObject(body) ? body : {}, location, reading, found),
      reading,
      visible,
    );
    findings.set(name, found);
    if (state !== undefined) states.set(name, state);
    for (const { name: variable, location } of found.assigned) {
      if (!outer.has(variable)) continue;
      problems.add('SCHEMA_VALIDATION_FAILED', `Variable '${variable}' belongs to an outer scope`, location);
    }
  }
  if (startAt !== undefined) checkGraph(startAt, findings, source.location, problems);
  return { startAt: startAt ?? '', states, timeoutSeconds: undefined };
};

/** Names that a state assigns: its own Assign, and those of its rules and catchers. */
const assignedIn = (body: unknown): readonly string[] => {
  if (!isObject(body)) return [];
  const parts = [body, body.Choices, body.Catch].flat().filter(isObject);
  return parts.flatMap(({ Assign }) => (isObject(Assign) ? Object.keys(Assign) : []));
};

const readState = (
  name: string,
  source: Source,
  reading: Reading,
  visible: OuterNames,
): State | undefined => {
  const { body, location, problems } = source;
  checkName(name, location, reading);
  checkLanguage(source, reading);
  const found = Object.entries(stateTypes).find(([type]) => type === body.Type);
  if (found === undefined) {
    const message = `The field 'Type' should have one of these values: [${TYPES.join(', ')}]`;
    problems.add('SCHEMA_VALIDATION_FAILED', message, `${location}/Type`);
    return undefined;
  }
  const [type, { fields, read }] = found;
  allowFields(source, 'Type', 'Comment', 'QueryLanguage', ...JSONPATH_FIELDS, ...fields);
  const workflow = (branch: unknown, at: string): Workflow => {
    const inner = sourceOf(isObject(branch) ? branch : {}, at, reading, noFindings());
    allowFields(inner, 'Comment', 'StartAt', 'States');
    return readWorkflow(inner, reading, visible);
  };
  return { name, type: type as State['type'], run: read({ ...source, workflow }) };
};

const TYPES = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'];

const checkName = (name: string, location: string, { names, problems }: Reading): void => {
  if (names.has(name)) problems.add('DUPLICATE_STATE_NAME', `State name '${name}' is not unique`, location);
  names.add(name);
  if (name.length <= MAX_NAME) return;
  problems.add('SCHEMA_VALIDATION_FAILED', `State names may have ${MAX_NAME} characters at most`, location);
};

const checkLanguage = ({ body, location, problems }: Source, { queryLanguage }: Reading): void => {
  const language = body.QueryLanguage ?? queryLanguage;
  if (language === 'JSONPath' && queryLanguage === 'JSONata') {
    const message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    problems.add('SCHEMA_VALIDATION_FAILED', message, location);
  } else if (language === 'JSONPath') {
    throw notSupported('QueryLanguage JSONPath', location);
  } else if (language !== 'JSONata') {
    const message = 'Value should be one of the following: [JSONPath, JSONata]';
    problems.add('SCHEMA_VALIDATION_FAILED', message, `${location}/QueryLanguage`);
  }
  for (const field of JSONPATH_FIELDS.filter((field) => body[field] !== undefined)) {
    const message = `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`;
    problems.add('SCHEMA_VALIDATION_FAILED', message, location);
  }
};
