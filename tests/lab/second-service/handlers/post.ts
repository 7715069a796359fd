import type { SQSEvent } from 'aws-lambda';

/** Posts letters; there is no posting them to nobody. */
export const handler = async ({ Records }: SQSEvent): Promise<void> => {
  for (const { body } of Records) {
    const { book, reader } = JSON.parse(body);
    if (reader === 'nobody') throw new Error('no such reader');
    console.log(`a letter on ${book} to ${reader}`);
  }
};
