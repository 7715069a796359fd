/** What a stage and its params come to. */
interface Stage {
  readonly pattern: 'choreography' | 'orchestration';
  readonly protected: boolean;
  readonly timeoutMinutes: number;
  readonly holdMinutes: number;
}

/** @throws Error with one sentence, when the stage names no pattern or a param is unknown, malformed or not built */
export function resolveStage(stage: string, given: string | readonly string[] | undefined): Stage;
