import { AwsError } from '../../kernel/aws-error.ts';

export interface PageRequest {
  /** 1 to 1000; 0 and undefined mean 100. */
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** A page of a list. The token names the last item given, so that what is added meanwhile shifts nothing. */
export const page = <T>(items: readonly T[], request: PageRequest, keyOf: (item: T) => string) => {
  const { maxResults, nextToken } = request;
  const limit = maxResults || 100;
  if (limit < 0 || limit > 1000) {
    const message = "1 validation error detected: Value at 'maxResults' failed to satisfy constraint";
    throw new AwsError(
      'ValidationException',
      `${message}: Member must have value less than or equal to 1000`,
    );
  }
  const start = nextToken === undefined ? 0 : startAfter(items, nextToken, keyOf);
  const given = items.slice(start, start + limit);
  const last = given.at(-1);
  const isMore = start + limit < items.length && last !== undefined;
  return { items: given, token: isMore ? { nextToken: Buffer.from(keyOf(last)).toString('base64url') } : {} };
};

const startAfter = <T>(items: readonly T[], token: string, keyOf: (item: T) => string): number => {
  const key = Buffer.from(token, 'base64url').toString();
  const index = items.findIndex((item) => keyOf(item) === key);
  if (index < 0) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
  return index + 1;
};
