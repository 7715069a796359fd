/** A stack to resolve against: what CloudFormation would know. */
const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '123456789012',
  'AWS::URLSuffix': 'amazonaws.com',
};

type Members = Readonly<Record<string, unknown>>;

/** Whether a value of a template is a function that CloudFormation replaces. */
const isIntrinsic = (value: unknown): value is Members => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::') === true);
};

/**
 * Makes a template plain and readable: `Ref` to a resource becomes its logical id, `Fn::GetAtt` becomes
 * `<logical id>.<attribute>`, so that two references are equal when they mean the same.
 */
export const resolve = (value: unknown, stackName: string): unknown => {
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (isIntrinsic(part)) return intrinsic(part);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, visit(member)]));
  };
  const reference = (name: string): string =>
    name === 'AWS::StackName' ? stackName : (PSEUDO[name] ?? name);
  const sub = (argument: unknown): string => {
    const [text, own] = [visit(argument), {}].flat() as [string, Members];
    return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => String(own[name] ?? reference(name)));
  };
  const intrinsic = (part: Members): unknown => {
    const [[name, argument] = ['', undefined]] = Object.entries(part);
    switch (name) {
      case 'Ref':
        return reference(String(argument));
      case 'Fn::GetAtt':
        return [argument].flat().join('.');
      case 'Fn::Join': {
        const [separator, parts] = visit(argument) as [string, string[]];
        return parts.join(separator);
      }
      case 'Fn::Sub':
        return sub(argument);
      default:
        throw new Error(`${name} is not used in the templates so far; teach tests/template/resolve.ts`);
    }
  };
  return visit(value);
};
