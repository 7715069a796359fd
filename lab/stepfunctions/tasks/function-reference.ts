import { arn } from '../../kernel/account.ts';
import { errors } from '../errors.ts';
import { failureOf, type Step } from '../step.ts';

/** A function's name, partial ARN or ARN, with or without a qualifier (Lambda's Invoke, `FunctionName`). */
const REFERENCE =
  /^(?:arn:[^:]+:lambda:[^:]*:|(?=\d{12}:))?(?:\d{12}:)?(?:function:)?([A-Za-z0-9_-]{1,140})(?::([A-Za-z0-9$_-]+))?$/;

/**
 * Which function is meant. The lab has no versions and no aliases.
 * @throws StateFailure `States.Runtime` for anything else than a function's latest version.
 */
export const functionOf = (step: Step, reference: string, qualifier: string | undefined) => {
  const [, functionName, suffix] = REFERENCE.exec(reference) ?? [];
  const version = qualifier ?? suffix ?? '$LATEST';
  if (functionName === undefined)
    throw failureOf(step, errors.runtime, `'${reference}' is not a function name`);
  if (version !== '$LATEST') {
    throw failureOf(step, errors.runtime, `Qualifier '${version}' is not supported by the lab yet`);
  }
  return { functionName, functionArn: arn('lambda', `function:${functionName}`) };
};
