import type { Roles } from '../kernel/ports.ts';
import type { Caller } from '../kernel/service.ts';
import { actions } from './actions/index.ts';
import type { Needs } from './actions/need.ts';
import { assertAllowed, type Words } from './denial.ts';

/** Throws `AwsError` for a call that its caller's role does not allow. Callers without a role may do everything. */
export type Authorize = (service: string, operation: string, input: unknown, caller: Caller) => void;

const ACCESS_DENIED: Words = { code: 'AccessDenied', status: 403 };

/** How a service words a denial, where it is not AccessDeniedException, 400. */
const WORDS: Readonly<Record<string, Words>> = {
  cloudformation: ACCESS_DENIED,
  lambda: { code: 'AccessDeniedException', status: 403 },
  monitoring: ACCESS_DENIED,
  s3: ACCESS_DENIED,
  sns: { code: 'AuthorizationError', status: 403 },
  sqs: { code: 'AccessDenied', status: 403, isLowerCase: true },
  xray: { code: 'AccessDeniedException', status: 403 },
};

const needsOf = (service: string, operation: string): Needs => {
  const operations = actions[service] ?? {};
  const needs = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (needs !== undefined) return needs;
  throw new Error(`the lab does not know which permissions ${service}:${operation} needs`);
};

/** `function:lend` → `lend`, as which Lambda takes the function's role. */
const sessionOf = ({ name }: Caller): string => name.slice(name.indexOf(':') + 1);

/** Checks calls against the roles they are made under. */
export const createAuthorize =
  (roles: Pick<Roles, 'decide'>): Authorize =>
  (service, operation, input, caller) => {
    const { roleArn } = caller;
    if (roleArn === undefined) return;
    const words = WORDS[service] ?? { code: 'AccessDeniedException', status: 400 };
    for (const need of needsOf(service, operation)(input ?? {})) {
      assertAllowed(roles, { roleArn, session: sessionOf(caller), ...need }, words);
    }
  };
