/** The account and region that the lab plays: AWS's own documentation example number, and one region. */
export const account = {
  accountId: '123456789012',
  region: 'us-east-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
} as const;

/** `arn:aws:<service>:<region>:<account>:<resource>` */
export const arn = (service: string, resource: string): string =>
  `arn:${account.partition}:${service}:${account.region}:${account.accountId}:${resource}`;
