import { AwsError } from '../kernel/aws-error.ts';
import { isObject } from './pattern/json.ts';

/** An entry of PutEvents. */
export interface PutEventsEntry {
  /** Epoch seconds. */
  readonly Time?: number;
  readonly Source?: string;
  readonly Resources?: readonly string[];
  readonly DetailType?: string;
  readonly Detail?: string;
  /** Name or ARN. */
  readonly EventBusName?: string;
  readonly TraceHeader?: string;
}

/** An entry that the service accepts. */
export interface AcceptedEntry extends PutEventsEntry {
  readonly Source: string;
  readonly DetailType: string;
  readonly detail: unknown;
}

/** How the answer tells that an entry failed; the others go on. */
export interface FailedEntry {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

const MAX_ENTRIES = 10;
const TIME_BYTES = 14;

/** Bytes of an entry. Source: "Calculating PutEvents event entry size" in the EventBridge user guide. */
export const entryBytes = ({ Time, Source, DetailType, Detail, Resources = [] }: PutEventsEntry): number =>
  [Source, DetailType, Detail, ...Resources].reduce(
    (sum, text) => sum + Buffer.byteLength(text ?? ''),
    Time === undefined ? 0 : TIME_BYTES,
  );

/** Checks what fails the request as a whole. Throws ValidationException. */
export const checkRequest = (entries: readonly PutEventsEntry[], maxBytes: number): void => {
  if (entries.length < 1 || entries.length > MAX_ENTRIES) {
    const bound = entries.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ENTRIES}`;
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '[${entries.map(() => 'PutEventsRequestEntry')}]' at 'entries' ` +
        `failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > maxBytes) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
};

const missing = (parameter: string): FailedEntry => ({
  ErrorCode: 'InvalidArgument',
  ErrorMessage: `Parameter ${parameter} is not valid. Reason: ${parameter} is a required argument.`,
});

const parseDetail = (detail: string): unknown => {
  try {
    return JSON.parse(detail);
  } catch {
    return undefined;
  }
};

/** Checks one entry. `detail` of an accepted one is its Detail, parsed. */
export const readEntry = (entry: PutEventsEntry): AcceptedEntry | FailedEntry => {
  const { Source, DetailType, Detail } = entry;
  if (!Source) return missing('Source');
  if (!DetailType) return missing('DetailType');
  if (!Detail) return missing('Detail');
  if (Source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parseDetail(Detail);
  if (!isObject(detail)) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return { ...entry, Source, DetailType, detail };
};
