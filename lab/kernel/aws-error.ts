/** An error in a service's own words; `lab/wire` gives it the shape of the service's protocol. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  /** The service's error code: `ConditionalCheckFailedException`. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** Members of the error shape beside `message`: `CancellationReasons`, `Item`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { status?: number; members?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = options.status ?? 400;
    this.members = options.members ?? {};
  }
}
