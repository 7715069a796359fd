import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { environment } from './environment.ts';

/**
 * A function's credentials are in its environment and last as long as it does. So the SDK's whole credential chain
 * (SSO, process, IMDS, …) is not asked, and can be left out of the bundle; see left-out.ts.
 */
const settings = () => ({
  region: environment('AWS_REGION'),
  credentials: {
    accessKeyId: environment('AWS_ACCESS_KEY_ID'),
    secretAccessKey: environment('AWS_SECRET_ACCESS_KEY'),
    sessionToken: environment('AWS_SESSION_TOKEN'),
  },
});

export const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(settings()), {
    marshallOptions: { removeUndefinedValues: true },
  });

export const eventBridgeClient = (): EventBridgeClient => new EventBridgeClient(settings());
export const lambdaClient = (): LambdaClient => new LambdaClient(settings());
export const sfnClient = (): SFNClient => new SFNClient(settings());
export const sqsClient = (): SQSClient => new SQSClient(settings());
