import { AwsError } from '../../kernel/aws-error.ts';

/** The error of PutRule for a pattern that EventBridge does not accept. */
export const invalidPattern = (reason: string): AwsError =>
  new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
