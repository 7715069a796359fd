import { account } from '../kernel/account.ts';
import { NO_VALUE, type Scope } from './intrinsics.ts';
import type { Created } from './resource-type.ts';

/**
 * What the templates of a stack may refer to: the pseudo parameters, and the resources in `created`, which
 * grows while the stack is made.
 */
export const stackScope = (
  stack: { readonly name: string; readonly id: string },
  created: ReadonlyMap<string, Created>,
): Scope => {
  const pseudoParameters: Readonly<Record<string, ReturnType<Scope['ref']>>> = {
    'AWS::AccountId': account.accountId,
    'AWS::NoValue': NO_VALUE,
    'AWS::Partition': account.partition,
    'AWS::Region': account.region,
    'AWS::StackId': stack.id,
    'AWS::StackName': stack.name,
    'AWS::URLSuffix': account.urlSuffix,
  };
  return {
    ref: (name, path) => {
      const value = pseudoParameters[name] ?? created.get(name)?.ref;
      if (value === undefined) throw new Error(`${name} at ${path} is not supported by the lab`);
      return value;
    },
    attribute: (logicalId, name, path) => {
      const value = created.get(logicalId)?.attributes[name];
      if (value !== undefined) return value;
      throw new Error(
        `Template error: resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt (at ${path})`,
      );
    },
  };
};
