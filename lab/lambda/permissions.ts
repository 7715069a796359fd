import { account } from '../kernel/account.ts';
import { assertProperties, type Properties, requiredText } from './properties.ts';

/** One statement of a function's resource policy. */
export interface Permission {
  /** The statement's id. */
  readonly sid: string;
  readonly principal: string;
  readonly sourceArn: string | undefined;
}

const TYPE = 'AWS::Lambda::Permission';

/** Reads an AWS::Lambda::Permission; the function it is for stays a reference. */
export const readPermission = (
  properties: Properties,
  sid: string,
): { readonly functionName: string; readonly permission: Permission } => {
  assertProperties(TYPE, properties, {
    supported: ['FunctionName', 'Action', 'Principal', 'SourceArn'],
    inert: ['SourceAccount'],
  });
  const { FunctionName, Action, Principal, SourceArn } = properties;
  if (Action !== 'lambda:InvokeFunction')
    throw new Error(`${TYPE}.Action: ${Action} is not supported by the lab`);
  return {
    functionName: requiredText(`${TYPE}.FunctionName`, FunctionName),
    permission: {
      sid,
      principal: String(Principal),
      sourceArn: SourceArn === undefined ? undefined : String(SourceArn),
    },
  };
};

const principalOf = (principal: string): unknown => {
  if (principal === '*') return principal;
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${account.partition}:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
};

/** A function's resource policy as JSON, as `AddPermission` writes it. Source: Lambda API reference, "GetPolicy". */
export const policyOf = (functionArn: string, permissions: readonly Permission[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Id: 'default',
    Statement: permissions.map((permission) => statementOf(functionArn, permission)),
  });

export const statementOf = (functionArn: string, { sid, principal, sourceArn }: Permission) => ({
  Sid: sid,
  Effect: 'Allow',
  Principal: principalOf(principal),
  Action: 'lambda:InvokeFunction',
  Resource: functionArn,
  ...(sourceArn !== undefined && { Condition: { ArnLike: { 'AWS:SourceArn': sourceArn } } }),
});

/** ArnLike: `*` and `?` within each part of an ARN. */
const arnLike = (pattern: string, value: string): boolean => {
  if (!/[*?]/.test(pattern)) return pattern === value;
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
