import { AwsError } from '../kernel/aws-error.ts';

export const invalid = (message: string): AwsError => new AwsError('InvalidRequestException', message);
