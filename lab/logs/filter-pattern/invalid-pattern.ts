import { AwsError } from '../../kernel/aws-error.ts';

/** The error for a filter pattern that is none. */
export const invalidPattern = (): AwsError =>
  new AwsError('InvalidParameterException', 'Invalid filter pattern');
