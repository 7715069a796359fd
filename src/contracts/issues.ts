import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;

/**
 * What a schema found wrong, as one line: `data.totalAmount: expected number; time: invalid datetime`. Never the values.
 * `whole` names what was looked at, for the empty path.
 */
export function describeIssues(issues: readonly Issue[], whole = 'event'): string {
  return issues.map((issue) => `${pathOf(issue, whole)}: ${expectationOf(issue)}`).join('; ');
}

/** `data.ingredientsReserved[0].unit`; the `whole` for the empty path. */
export function pathOf({ path }: Pick<Issue, 'path'>, whole = 'event'): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.join('').replace(/^\./, '') || whole;
}

/** What the schema wanted at the issue's path. */
export function expectationOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}`;
    case 'invalid_value':
      return `expected ${issue.values.map((value) => `'${String(value)}'`).join(' or ')}`;
    case 'invalid_format':
      return `invalid ${issue.format}`;
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    case 'too_small':
      return `expected at least ${issue.minimum}`;
    default:
      return 'not allowed';
  }
}
