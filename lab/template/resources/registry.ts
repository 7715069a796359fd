import type { Engines } from '../engines.ts';
import type { Registry } from '../resource-type.ts';
import { cloudwatchResources } from './cloudwatch.ts';
import { dynamodbResources } from './dynamodb.ts';
import { eventsResources } from './events.ts';
import { httpApiResources } from './http-api.ts';
import { iamResources } from './iam.ts';
import { lambdaResources } from './lambda.ts';
import { logsResources } from './logs.ts';
import { s3Resources } from './s3.ts';
import { snsResources } from './sns.ts';
import { sqsResources } from './sqs.ts';
import { stepFunctionsResources } from './stepfunctions.ts';

/**
 * Every resource type that the lab supports. The values of Ref and Fn::GetAtt are those of each type's
 * "Return values" in the CloudFormation Template Reference Guide.
 */
export const createRegistry = (engines: Engines): Registry => ({
  ...cloudwatchResources(engines.cloudwatch),
  ...dynamodbResources(engines.dynamodb),
  ...eventsResources(engines.eventbridge),
  ...httpApiResources(engines.httpApi),
  ...iamResources(engines.iam),
  ...lambdaResources(engines.lambda),
  ...logsResources(engines.logs),
  ...s3Resources(engines.s3),
  ...snsResources(engines.sns),
  ...sqsResources(engines.sqs),
  ...stepFunctionsResources(engines.stepfunctions),
});
