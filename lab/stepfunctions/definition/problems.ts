import { AwsError } from '../../kernel/aws-error.ts';

type ProblemCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'DUPLICATE_STATE_NAME'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION';

/** What is wrong with a definition, gathered so that one refusal names it all, as AWS does. */
export interface Problems {
  add(code: ProblemCode, message: string, location?: string): void;
  /** @throws AwsError `InvalidDefinition` if there is any. */
  refuse(): void;
}

export const createProblems = (): Problems => {
  const problems: string[] = [];
  return {
    add: (code, message, location) => {
      problems.push(`${code}: ${message}${location === undefined ? '' : ` at ${location || '/'}`}`);
    },
    refuse: () => {
      if (problems.length === 0) return;
      throw new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${problems.join(', ')}'`);
    },
  };
};

/** What AWS accepts and the lab has no engine for. */
export const notSupported = (what: string, location: string): Error =>
  new Error(
    `AWS::StepFunctions::StateMachine.Definition: ${what} at ${location} is not supported by the lab yet`,
  );
