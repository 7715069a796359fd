import { AwsError } from '../../kernel/aws-error.ts';

type ProblemCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'DUPLICATE_STATE_NAME'
  | 'MISSING_TRANSITION_TARGET'
  | 'MISSING_END_STATE'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION';

/** As ValidateStateMachineDefinition reports it; `location` from the root of the definition. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly location: string | undefined;
}

/** What is wrong with a definition, gathered so that one refusal names it all, as AWS does. */
export interface Problems {
  add(code: ProblemCode, message: string, location?: string): void;
  all(): readonly Problem[];
}

export const createProblems = (): Problems => {
  const problems: Problem[] = [];
  return {
    add: (code, message, location) => void problems.push({ code, message, location }),
    all: () => problems,
  };
};

export const invalidDefinition = (problems: readonly Problem[]): AwsError => {
  const texts = problems.map(({ code, message, location }) => {
    const place = location === undefined ? '' : ` at ${location || '/'}`;
    return `${code}: ${message}${place}`;
  });
  return new AwsError('InvalidDefinition', `Invalid State Machine Definition: '${texts.join(', ')}'`);
};

/** What AWS accepts and the lab has no engine for. */
export const notSupported = (what: string, location: string): Error =>
  new Error(
    `AWS::StepFunctions::StateMachine.Definition: ${what} at ${location} is not supported by the lab yet`,
  );
