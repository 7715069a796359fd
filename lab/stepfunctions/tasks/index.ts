import { functionArn } from './function-arn.ts';
import type { Integration } from './integration.ts';
import { lambdaInvoke } from './lambda-invoke.ts';

/** Resources by their ARN; partition and region as the template has them. */
const INTEGRATIONS: readonly [RegExp, (resource: string) => Integration][] = [
  [/^arn:[^:]+:states:[^:]*:[^:]*:lambda:invoke$/, () => lambdaInvoke],
  [/^arn:[^:]+:lambda:[^:]*:\d{12}:function:/, functionArn],
];

/** The integration that a Task's `Resource` names; undefined for one the lab does not have. */
export const integrationOf = (resource: string): Integration | undefined =>
  INTEGRATIONS.find(([pattern]) => pattern.test(resource))?.[1](resource);
