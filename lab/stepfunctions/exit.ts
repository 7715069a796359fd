import { assignment, type Json, type Source, template } from './definition/source.ts';
import type { Scope } from './expressions/scope.ts';
import type { Template } from './expressions/template.ts';
import type { Payload } from './payload.ts';
import { limited, type Step } from './step.ts';
import type { Outcome } from './workflow.ts';

/** A way out of a state, or of one of its rules or catchers: what it gives, what it assigns, where it leads. */
export interface Exit {
  readonly output: Template | undefined;
  readonly assign: ((scope: Scope) => Promise<Json>) | undefined;
  readonly next: string | undefined;
}

export const readExit = (source: Source, next: string | undefined): Exit => ({
  output: template(source, 'Output'),
  assign: assignment(source),
  next,
});

/**
 * Leaves a state. All expressions see the variables as they were on entry; without `Output` the output is
 * `otherwise`.
 */
export const leave = async (step: Step, scope: Scope, exit: Exit, otherwise: Payload): Promise<Outcome> => ({
  assign: exit.assign && (limited(step, await exit.assign(scope)).value as Json),
  output: exit.output === undefined ? otherwise : limited(step, await exit.output(scope)),
  next: exit.next,
});
