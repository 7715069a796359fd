/** A resource's `Properties`, resolved to plain values. */
export type Properties = Readonly<Record<string, unknown>>;

/** Properties that are sure to name their resource. */
export type NamedBy<Name extends string> = Properties & Readonly<Record<Name, string>>;

export const isRecord = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Refuses what the lab would otherwise pass over in silence.
 * @param where the resource type, with the path of a nested property: `AWS::S3::Bucket`,
 *   `AWS::Lambda::Function.Code`
 * @param known the properties that are honoured, or are inert in the lab
 */
export const refuseUnknown = (where: string, properties: Properties, known: readonly string[]): void => {
  const unknown = Object.keys(properties).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`${where}.${unknown} is not supported by the lab`);
};

/** Reads properties by name and type; a required one that is absent, or one of a wrong type, is an error. */
export interface PropertyReader {
  text(name: string): string;
  optionalText(name: string): string | undefined;
  /** CloudFormation takes `"true"` for `true`. */
  optionalFlag(name: string): boolean | undefined;
  /** CloudFormation takes `"30"` for `30`. */
  optionalNumber(name: string): number | undefined;
  optionalRecord(name: string): Properties | undefined;
}

/** A reader of `properties`, once all of them are known; `where` and `known` as `refuseUnknown` has them. */
export const readerOf = (where: string, properties: Properties, known: readonly string[]): PropertyReader => {
  refuseUnknown(where, properties, known);
  const wrong = (name: string, type: string): Error => new Error(`${where}.${name} must be ${type}`);
  const optionalText = (name: string): string | undefined => {
    const value = properties[name];
    if (value === undefined || typeof value === 'string') return value;
    throw wrong(name, 'a string');
  };
  return {
    optionalText,
    text: (name) => {
      const value = optionalText(name);
      if (value === undefined) throw new Error(`${where}.${name} is required`);
      return value;
    },
    optionalFlag: (name) => {
      const value = properties[name];
      if (value === undefined) return undefined;
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw wrong(name, 'a boolean');
    },
    optionalNumber: (name) => {
      const value = properties[name];
      if (value === undefined) return undefined;
      const number = value === '' ? Number.NaN : Number(value);
      if (!['number', 'string'].includes(typeof value) || !Number.isFinite(number))
        throw wrong(name, 'a number');
      return number;
    },
    optionalRecord: (name) => {
      const value = properties[name];
      if (value === undefined || isRecord(value)) return value;
      throw wrong(name, 'an object');
    },
  };
};
