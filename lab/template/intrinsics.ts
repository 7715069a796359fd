import { isRecord, type Properties } from './properties.ts';

/** The value of `AWS::NoValue`: removes the property or list member that has it. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** What a template may refer to. `path` is where it does: `/Resources/Bus/Properties/Name`. */
export interface Scope {
  ref(name: string, path: string): string | typeof NO_VALUE;
  /** @param by the function that asks */
  attribute(logicalId: string, name: string, path: string, by: AttributeFunction): string;
}

export type AttributeFunction = 'Fn::GetAtt' | 'Fn::Sub';

type Intrinsic = (argument: unknown, scope: Scope, path: string) => unknown;

const malformed = (path: string, form: string): Error =>
  new Error(`Template error: every ${form} (at ${path}, it is not)`);

const toText = (value: unknown, path: string): string => {
  if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
  throw new Error(`Template error: the value at ${path} must be a string`);
};

const ref: Intrinsic = (argument, scope, path) => {
  if (typeof argument !== 'string') throw malformed(path, 'Ref object must have a single String value');
  return scope.ref(argument, path);
};

const attributeOf = (reference: string, scope: Scope, path: string, by: AttributeFunction): string => {
  const dot = reference.indexOf('.');
  return scope.attribute(reference.slice(0, dot), reference.slice(dot + 1), path, by);
};

const getAtt: Intrinsic = (argument, scope, path) => {
  const reference = Array.isArray(argument) ? argument.join('.') : argument;
  if (typeof reference !== 'string' || !/^[^.]+\..+$/.test(reference)) {
    throw malformed(
      path,
      'Fn::GetAtt object requires two non-empty parameters, the resource name and the attribute',
    );
  }
  return attributeOf(reference, scope, path, 'Fn::GetAtt');
};

const join: Intrinsic = (argument, scope, path) => {
  const [delimiter, members] = Array.isArray(argument) ? argument : [];
  if (typeof delimiter !== 'string' || !Array.isArray(members)) {
    throw malformed(
      path,
      'Fn::Join object requires two parameters, a string delimiter and a list of strings',
    );
  }
  const values = resolve(members, scope, `${path}/1`) as unknown[];
  return values.map((value) => toText(value, `${path}/1`)).join(delimiter);
};

const sub: Intrinsic = (argument, scope, path) => {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string' || !isRecord(variables)) {
    throw malformed(path, 'Fn::Sub object requires a string, or a string and a map of variables');
  }
  const own = resolve(variables, scope, `${path}/1`) as Properties;
  return text.replace(/\$\{([^}]*)\}/g, (_match, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (!/^[\w.:]+$/.test(name)) {
      throw new Error(
        `Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons (at ${path}: ${name})`,
      );
    }
    if (Object.hasOwn(own, name)) return toText(own[name], `${path}/1/${name}`);
    const value = name.includes('.') ? attributeOf(name, scope, path, 'Fn::Sub') : scope.ref(name, path);
    return toText(value, path);
  });
};

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: ref,
  'Fn::GetAtt': getAtt,
  'Fn::Join': join,
  'Fn::Sub': sub,
};

const isIntrinsic = (name: string): boolean => name === 'Ref' || name.startsWith('Fn::');

/**
 * Replaces every intrinsic function in `value` by what it stands for. An intrinsic function that the lab does
 * not know is refused by name and path.
 * Source: CloudFormation Template Reference Guide, "Intrinsic functions"; "Pseudo parameters".
 */
export const resolve = (value: unknown, scope: Scope, path: string): unknown => {
  if (value === null) {
    throw new Error(`Template format error: [${path}] 'null' values are not allowed in templates`);
  }
  if (Array.isArray(value)) {
    return value
      .map((member, index) => resolve(member, scope, `${path}/${index}`))
      .filter((member) => member !== NO_VALUE);
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const call = entries.find(([name]) => isIntrinsic(name));
  if (call !== undefined && entries.length === 1) {
    const [name, argument] = call;
    const intrinsic = intrinsics[name];
    if (intrinsic === undefined) throw new Error(`${name} at ${path} is not supported by the lab`);
    return intrinsic(argument, scope, path);
  }
  if (call?.[0].startsWith('Fn::')) {
    throw new Error(`Template format error: ${call[0]} at ${path} must stand alone`);
  }
  return Object.fromEntries(
    entries
      .map(([name, member]) => [name, resolve(member, scope, `${path}/${name}`)] as const)
      .filter(([, member]) => member !== NO_VALUE),
  );
};
