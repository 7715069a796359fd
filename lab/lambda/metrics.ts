import type { Metrics } from '../kernel/ports.ts';

/** What CloudWatch shows of a function. */
export interface FunctionMetrics {
  ran(functionName: string, run: { readonly durationMs: number; readonly failed: boolean }): void;
  throttled(functionName: string): void;
  /** The age of a batch's last record when the batch goes to the function. */
  iteratorAge(functionName: string, ageMs: number): void;
}

/** Source: Lambda Developer Guide, "Types of metrics for Lambda functions". */
export const functionMetrics = (metrics: Metrics | undefined): FunctionMetrics => {
  const put = (functionName: string, name: string, value: number): void =>
    metrics?.put({ namespace: 'AWS/Lambda', name, dimensions: { FunctionName: functionName } }, value);
  return {
    ran: (functionName, { durationMs, failed }) => {
      put(functionName, 'Invocations', 1);
      put(functionName, 'Errors', failed ? 1 : 0);
      put(functionName, 'Duration', durationMs);
    },
    throttled: (functionName) => put(functionName, 'Throttles', 1),
    iteratorAge: (functionName, ageMs) => put(functionName, 'IteratorAge', ageMs),
  };
};
