/** What is measured, and in what unit CloudWatch keeps it. */
const UNITS = {
  /** From the moment a service was asked (the event's time, the state's beginning) until it had answered. */
  ProcessingLatency: 'Milliseconds',
  /** Attempts of a service that failed, whether they are repeated or not. */
  ProcessingFailures: 'Count',
  /** Facts said for the first time: how many orders came how far. */
  Facts: 'Count',
  /** From the first of the three facts that the kitchen waits for until it had all of them. */
  FirstToAllReceived: 'Milliseconds',
  /** From the write of a row until its fact was on the bus. */
  RelayLag: 'Milliseconds',
  OpenOrders: 'Count',
  OldestOpenOrderAge: 'Seconds',
  /** Since when the longest of the compensations looked at has been going on. */
  CompensationAge: 'Seconds',
} as const;

type Metric = keyof typeof UNITS;

/** A value of each metric, or several of one. */
export type Measures = Partial<Readonly<Record<Metric, number | readonly number[]>>>;

/** The metrics of several services, or facts, are told apart by this, beside the stage. */
type Apart = { readonly Service: string } | { readonly Fact: string } | Record<string, never>;

const NAMESPACE = 'PizzaTwoWays';

/** The short name of the function that runs, as `payment`: what stands after the last hyphen of its name. */
export const thisService = (): { readonly Service: string } => ({
  Service: process.env.AWS_LAMBDA_FUNCTION_NAME?.split('-').at(-1) ?? 'none',
});

/**
 * Puts metrics: one line of the Embedded Metric Format, which CloudWatch Logs takes them out of. Not through
 * `console`, which would put a time before the line, and then it is none. Outside of a stage nobody counts.
 *
 * `orderId` is no dimension: it is on the line for whoever reads the logs.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const measure = (measures: Measures, apart: Apart, orderId?: string): void => {
  const { STAGE: Stage } = process.env;
  if (Stage === undefined) return;
  const names = Object.keys(measures) as Metric[];
  const metadata = {
    Timestamp: Date.now(),
    CloudWatchMetrics: [
      {
        Namespace: NAMESPACE,
        Dimensions: [['Stage', ...Object.keys(apart)]],
        Metrics: names.map((Name) => ({ Name, Unit: UNITS[Name] })),
      },
    ],
  };
  const line = { _aws: metadata, Stage, ...apart, correlationId: orderId, ...measures };
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** Counts attempts of this function that failed. */
export const countFailures = (failures: number, orderId?: string): void => {
  if (failures > 0) measure({ ProcessingFailures: failures }, thisService(), orderId);
};
