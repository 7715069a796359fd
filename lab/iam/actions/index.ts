import { arn } from '../../kernel/account.ts';
import { cloudformation } from './cloudformation.ts';
import { dynamodb, dynamodbStreams } from './dynamodb.ts';
import { events } from './events.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { monitoring } from './monitoring.ts';
import { byName, type ServiceActions } from './need.ts';
import { s3 } from './s3.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { states } from './states.ts';
import { xray } from './xray.ts';

/** What the calls of each service need, by `Service.id`. */
export const actions: Readonly<Record<string, ServiceActions>> = {
  cloudformation,
  dynamodb,
  'streams.dynamodb': dynamodbStreams,
  ecr: byName('ecr', ['DescribeRepositories'], () => arn('ecr', 'repository/*')),
  events,
  lambda,
  logs,
  monitoring,
  s3,
  sns,
  sqs,
  states,
  // Whoever has credentials may ask whose they are, whatever a policy says.
  sts: { GetCallerIdentity: () => [] },
  xray,
};
