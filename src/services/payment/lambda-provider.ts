import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ProviderUnavailable } from './errors.ts';
import type { Provider } from './provider.ts';

/** Sandbox Pay's answers, in its words. */
type Answer =
  | { readonly status: 'approved'; readonly transactionId: string }
  | { readonly status: 'declined'; readonly declineCode: string }
  | { readonly status: 'pending' | 'refunded' | 'none' };

/** Speaks to Sandbox Pay, which is a Lambda function. */
export const lambdaProvider = (client: LambdaClient, functionName: string): Provider => {
  const ask = askOf(client, functionName);
  return {
    charge: async (request) => {
      const answer = await ask({ operation: 'charge', ...request });
      switch (answer.status) {
        case 'approved':
          return { status: 'approved', transactionId: answer.transactionId };
        case 'declined':
          return { status: 'declined', reason: reasonOf(answer.declineCode) };
        case 'pending':
          return { status: 'pending' };
        default:
          throw unexpected(answer);
      }
    },
    refund: async (request) => {
      const answer = await ask({ operation: 'refund', ...request });
      if (answer.status !== 'refunded') throw unexpected(answer);
    },
    lookUp: async (idempotencyKey) => {
      const answer = await ask({ operation: 'lookUp', idempotencyKey });
      switch (answer.status) {
        case 'approved':
          return 'charged';
        case 'declined':
        case 'none':
          return answer.status;
        default:
          throw unexpected(answer);
      }
    },
  };
};

const askOf =
  (client: LambdaClient, functionName: string) =>
  async (request: object): Promise<Answer> => {
    const command = new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'RequestResponse',
      Payload: JSON.stringify(request),
    });
    const { FunctionError, Payload } = await client.send(command).catch((cause: unknown) => {
      throw new ProviderUnavailable('the provider cannot be reached', { cause });
    });
    const said = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined)
      throw new ProviderUnavailable(`the provider failed: ${errorTypeOf(said)}`);
    return JSON.parse(said) as Answer;
  };

/** What the error is called, and no more: its message may quote what the provider was asked (H33). */
const errorTypeOf = (said: string): string => {
  const { errorType = 'Unknown' } = JSON.parse(said) as { readonly errorType?: string };
  return errorType;
};

/** A code that came into being later declines all the same. */
const reasonOf = (declineCode: string) =>
  declineCode === 'insufficient_funds' ? 'insufficient-funds' : 'card-declined';

const unexpected = ({ status }: Answer) =>
  new ProviderUnavailable(`the provider's answer makes no sense: ${status}`);
