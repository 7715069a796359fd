import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { logger } from '../logging.ts';
import { countFailures } from '../metrics.ts';

/** An answer before it is HTTP. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** An error that tells the client its status and what to mend. */
interface ClientError extends Error {
  readonly status: number;
  readonly code: string;
}

const isClientError = (error: unknown): error is ClientError =>
  error instanceof Error && 'status' in error && 'code' in error;

const respond = ({ status, body }: Answer): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** The Lambda handler of a route. What the client cannot mend is a 500 that says nothing, and an error in the log. */
export const httpHandler = <Request>(handle: (request: Request) => Promise<Answer>) =>
  middy<Request, APIGatewayProxyStructuredResultV2, Error, Context>(async (request: Request) => {
    try {
      return respond(await handle(request));
    } catch (error) {
      if (isClientError(error)) {
        logger.info('refused', { status: error.status, code: error.code });
        return respond({ status: error.status, body: { code: error.code, message: error.message } });
      }
      logger.error('request failed', { error });
      countFailures(1);
      return respond({
        status: 500,
        body: { code: 'internal', message: 'something failed here; try again' },
      });
    }
  });
