import { LambdaClient } from '@aws-sdk/client-lambda';
import { settings } from './settings.ts';

export const lambdaClient = (): LambdaClient => new LambdaClient(settings());
