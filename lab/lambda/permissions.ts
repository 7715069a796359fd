import { assertProperties, type Properties, requiredText } from './properties.ts';

/** One statement of a function's resource policy. */
export interface Permission {
  readonly principal: string;
  readonly sourceArn: string | undefined;
}

const TYPE = 'AWS::Lambda::Permission';

/** Reads an AWS::Lambda::Permission; the function it is for stays a reference. */
export const readPermission = (properties: Properties): Permission & { readonly functionName: string } => {
  assertProperties(TYPE, properties, {
    supported: ['FunctionName', 'Action', 'Principal', 'SourceArn'],
    inert: ['SourceAccount'],
  });
  const { FunctionName, Action, Principal, SourceArn } = properties;
  if (Action !== 'lambda:InvokeFunction')
    throw new Error(`${TYPE}.Action: ${Action} is not supported by the lab`);
  return {
    functionName: requiredText(`${TYPE}.FunctionName`, FunctionName),
    principal: String(Principal),
    sourceArn: SourceArn === undefined ? undefined : String(SourceArn),
  };
};

/** ArnLike: `*` and `?` within each part of an ARN. */
const arnLike = (pattern: string, value: string): boolean => {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value);
};

export const isPermitted = (
  permissions: readonly Permission[],
  principal: string,
  sourceArn: string,
): boolean =>
  permissions.some(
    (permission) =>
      permission.principal === principal &&
      (permission.sourceArn === undefined || arnLike(permission.sourceArn, sourceArn)),
  );
