/** How a function failed, as the invoker reads it. */
export interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

/** By shape, not by `instanceof`: a bundle's errors may come from another realm. */
const isErrorLike = (error: unknown): error is ErrorLike =>
  typeof error === 'object' && error !== null && 'name' in error && 'message' in error;

/** What Lambda's Node.js runtime makes of anything thrown. */
export const failureOf = (error: unknown): Failure => {
  if (!isErrorLike(error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  };
};

/** The module threw while it was loaded. */
export const loadFailureOf = (error: unknown): Failure => {
  const failure = failureOf(error);
  const text = `${failure.errorType}: ${failure.errorMessage}`;
  if (failure.errorType === 'SyntaxError') {
    return { ...failure, errorType: 'Runtime.UserCodeSyntaxError', errorMessage: text };
  }
  if ((error as { code?: unknown } | undefined)?.code === 'MODULE_NOT_FOUND') {
    return { ...failure, errorType: 'Runtime.ImportModuleError', errorMessage: text };
  }
  return failure;
};

export const unhandledRejection = (reason: unknown): Failure => {
  const { errorType, errorMessage, trace } = failureOf(reason);
  return {
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: errorType === typeof reason ? errorMessage : `${errorType}: ${errorMessage}`,
    trace: trace ?? [],
  };
};

export const exited = (requestId: string, code: number): Failure => ({
  errorType: 'Runtime.ExitError',
  errorMessage:
    code === 0
      ? `RequestId: ${requestId} Error: Runtime exited without providing a reason`
      : `RequestId: ${requestId} Error: Runtime exited with error: exit status ${code}`,
});

export const timedOut = (requestId: string, seconds: number): Failure => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
});

/** Largest answer of a synchronous invocation: 6 MB and what the envelope takes. */
const MAX_RESPONSE_BYTES = 6_291_556;

/** Undefined when the answer, as JSON text, is small enough. */
export const tooLarge = (answer: string): Failure | undefined =>
  Buffer.byteLength(answer) <= MAX_RESPONSE_BYTES
    ? undefined
    : {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
        trace: [],
      };

/** Failures of the environment, not of the handler: Lambda starts a new one after them. */
export const endsEnvironment = ({ errorType }: { readonly errorType: string }): boolean =>
  errorType.startsWith('Sandbox.') || errorType === 'Runtime.ExitError';
