import type { AwsError } from '../../../kernel/aws-error.ts';

/**
 * Error codes of the query protocol where they are not those of the newer protocols, by service. Source: the
 * `awsQueryError` traits of each service's Smithy model.
 */
const CODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  monitoring: {
    DashboardNotFoundError: 'ResourceNotFound',
    InvalidParameterValueException: 'InvalidParameterValue',
    ValidationException: 'ValidationError',
  },
  sqs: {
    QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
    QueueDeletedRecently: 'AWS.SimpleQueueService.QueueDeletedRecently',
    QueueNameExists: 'QueueAlreadyExists',
    EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
    TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
    BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
    InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
    BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
    MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
    PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
    UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
  },
};

/** The code of an error in the query protocol. */
export const queryCodeOf = (service: string, code: string): string => CODES[service]?.[code] ?? code;

/** Whose fault an error is, in the words of the query protocol. */
export const faultOf = ({ status }: AwsError): string => (status < 500 ? 'Sender' : 'Receiver');

/**
 * The header by which services that once spoke the query protocol tell clients of their newer ones the code of that
 * time. Source: Smithy, "AWS Query compatible trait".
 */
export const queryErrorHeader = (service: string, error: AwsError): Record<string, string> =>
  service in CODES ? { 'x-amzn-query-error': `${queryCodeOf(service, error.code)};${faultOf(error)}` } : {};
