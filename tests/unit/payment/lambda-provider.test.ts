import type { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from '@jest/globals';
import { lambdaProvider } from '../../../src/services/payment/lambda-provider.ts';

const charge = { idempotencyKey: 'pay-1-001', amount: 1599, currency: 'GBP', token: 'tok_approved' };
const refund = { idempotencyKey: 'refund-1', chargeKey: 'pay-1-001', amount: 1599 };

/** A Lambda client whose function answers this. */
const given = (answer: () => { payload: unknown; FunctionError?: string }) => {
  const sent: InvokeCommand['input'][] = [];
  const client = {
    send: async (command: InvokeCommand) => {
      sent.push(command.input);
      const { payload, ...rest } = answer();
      return { ...rest, Payload: { transformToString: () => JSON.stringify(payload) } };
    },
  } as unknown as LambdaClient;
  return { sent, provider: lambdaProvider(client, 'pizza-paymentProvider') };
};

const answering = (payload: unknown) => given(() => ({ payload })).provider;

describe('Sandbox Pay behind a Lambda function', () => {
  it('is invoked synchronously, by name', async () => {
    const { provider, sent } = given(() => ({ payload: { status: 'pending' } }));
    await provider.charge(charge);
    expect(sent).toEqual([
      {
        FunctionName: 'pizza-paymentProvider',
        InvocationType: 'RequestResponse',
        Payload: JSON.stringify({ operation: 'charge', ...charge }),
      },
    ]);
  });

  it.each([
    [
      { status: 'approved', transactionId: 'txn-1' },
      { status: 'approved', transactionId: 'txn-1' },
    ],
    [{ status: 'pending' }, { status: 'pending' }],
    [
      { status: 'declined', declineCode: 'insufficient_funds' },
      { status: 'declined', reason: 'insufficient-funds' },
    ],
    [
      { status: 'declined', declineCode: 'card_declined' },
      { status: 'declined', reason: 'card-declined' },
    ],
    [
      { status: 'declined', declineCode: 'a_code_of_next_year' },
      { status: 'declined', reason: 'card-declined' },
    ],
  ])('answers a charge: %j', async (payload, expected) => {
    expect(await answering(payload).charge(charge)).toEqual(expected);
  });

  it.each([
    ['approved', 'charged'],
    ['declined', 'declined'],
    ['none', 'none'],
  ])('answers a look-up: %s is %s', async (status, expected) => {
    expect(await answering({ status }).lookUp('pay-1-001')).toBe(expected);
  });

  it('confirms a refund', async () => {
    await expect(answering({ status: 'refunded' }).refund(refund)).resolves.toBeUndefined();
  });

  it('is unavailable when its function fails, and says no more of it than its name', async () => {
    const { provider } = given(() => ({
      FunctionError: 'Unhandled',
      payload: { errorType: 'ProviderTimeout', errorMessage: `no answer to ${charge.token}` },
    }));
    const error = await provider.charge(charge).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'ProviderUnavailable',
      message: 'the provider failed: ProviderTimeout',
    });
    expect(error).not.toHaveProperty('cause');
  });

  it('is unavailable, with the cause, when it cannot be reached', async () => {
    const cause = new Error('ECONNRESET');
    const { provider } = given(() => {
      throw cause;
    });
    await expect(provider.lookUp('pay-1-001')).rejects.toMatchObject({ name: 'ProviderUnavailable', cause });
  });

  it('is unavailable when its answer makes no sense', async () => {
    const provider = answering({ status: 'none' });
    await expect(provider.charge(charge)).rejects.toMatchObject({ name: 'ProviderUnavailable' });
    await expect(provider.refund(refund)).rejects.toMatchObject({ name: 'ProviderUnavailable' });
    await expect(answering({ status: 'pending' }).lookUp('k')).rejects.toMatchObject({
      name: 'ProviderUnavailable',
    });
  });
});
