import { AwsError } from '../../../kernel/aws-error.ts';

/** What the key and the value of a map's entry are called. */
export type Entry = readonly [key: string, value: string];

/** A list, or a map with these names for its keys and values, without a wrapper around its members. */
interface Flattened {
  /** Its name in the shape; what stands in XML and among the parameters is the name of one member. */
  readonly member: string;
  readonly entry?: Entry;
}

/** What a service's shapes look like in the query protocol, beyond what the protocol says itself. */
export interface QueryService {
  readonly namespace?: string;
  /** Members of outputs that are maps, which XML writes as entries. */
  readonly maps?: readonly string[];
  /** Members of inputs that are no text, by their path. */
  readonly types?: readonly (readonly [path: RegExp, read: (text: string) => unknown])[];
  /** Members of outputs that are times. */
  readonly times?: RegExp;
  readonly flattened?: (operation: string) => Readonly<Record<string, Flattened>>;
}

const malformed = (text: string, what: string): AwsError =>
  new AwsError('MalformedInput', `"${text}" is not ${what}.`);

const toNumber = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || (Number.isNaN(value) && text !== 'NaN')) throw malformed(text, 'a number');
  return value;
};

const toBoolean = (text: string): boolean => {
  if (text !== 'true' && text !== 'false') throw malformed(text, 'a boolean');
  return text === 'true';
};

/** Seconds since 1970, as the newer protocols have a time. */
const toSeconds = (text: string): number => {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw malformed(text, 'a time of ISO 8601');
  return time / 1000;
};

const NAME_AND_VALUE: Entry = ['Name', 'Value'];

/** The batches name their entries and results after the operation. */
const sqsFlattened = (operation: string): Readonly<Record<string, Flattened>> => ({
  Attribute: { member: 'Attributes', entry: NAME_AND_VALUE },
  AttributeName: { member: 'AttributeNames' },
  BatchResultErrorEntry: { member: 'Failed' },
  Message: { member: 'Messages' },
  MessageAttribute: { member: 'MessageAttributes', entry: NAME_AND_VALUE },
  MessageAttributeName: { member: 'MessageAttributeNames' },
  MessageSystemAttribute: { member: 'MessageSystemAttributes', entry: NAME_AND_VALUE },
  QueueUrl: { member: operation === 'ListDeadLetterSourceQueues' ? 'queueUrls' : 'QueueUrls' },
  Tag: { member: operation === 'CreateQueue' ? 'tags' : 'Tags', entry: ['Key', 'Value'] },
  TagKey: { member: 'TagKeys' },
  [`${operation}RequestEntry`]: { member: 'Entries' },
  [`${operation}ResultEntry`]: { member: operation.endsWith('Batch') ? 'Successful' : 'Results' },
});

/**
 * The services that speak it; CloudWatch and SQS by their older clients alone. Sources: the traits `xmlNamespace`,
 * `xmlName` and `xmlFlattened` of each service's Smithy model, and the types of its members.
 */
const SERVICES: Readonly<Record<string, QueryService>> = {
  cloudformation: { namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' },
  monitoring: {
    namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    types: [
      [
        /(?:^|\.)(?:Period|EvaluationPeriods|DatapointsToAlarm|Threshold|Max\w+|StorageResolution)$/,
        toNumber,
      ],
      [/^MetricData\.(?:Value|Values|Counts|StatisticValues\.\w+)$/, toNumber],
      [/(?:^|\.)(?:ActionsEnabled|ReturnData)$/, toBoolean],
      [/(?:^|\.)(?:Timestamp|(?:Start|End)(?:Time|Date))$/, toSeconds],
    ],
    times: /(?:Timestamps?|LastModified)$/,
    maps: ['ExtendedStatistics'],
  },
  sns: { namespace: 'http://sns.amazonaws.com/doc/2010-03-31/', maps: ['Attributes'] },
  sqs: {
    namespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    types: [[/(?:^|\.)(?:DelaySeconds|VisibilityTimeout|WaitTimeSeconds|Max\w+)$/, toNumber]],
    flattened: sqsFlattened,
  },
  sts: { namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
};

/** A service that does not speak it at all has no shapes in it, but its errors can be told. */
export const queryServiceOf = (service: string): QueryService => SERVICES[service] ?? {};
