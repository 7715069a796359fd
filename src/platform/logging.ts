import { Logger } from '@aws-lambda-powertools/logger';

/** One logger a function. No personal data: order ids and facts, never customers. */
export const logger = new Logger({
  serviceName: process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'pizza-two-ways',
});
