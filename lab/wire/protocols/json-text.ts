import { AwsError } from '../../kernel/aws-error.ts';

/** The members that a JSON body has; none when it is empty. Throws SerializationException for what is no object. */
export const parseMembers = (text: string): Record<string, unknown> => {
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new AwsError('SerializationException', 'The request body is not a JSON object.');
};
