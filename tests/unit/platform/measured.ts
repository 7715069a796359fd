import { jest } from '@jest/globals';

/**
 * What the app measures while `act` runs, as if on a stage: the members of each line but the metadata. Lines of the
 * logger are left out.
 */
export const measured = async (act: () => unknown): Promise<Record<string, unknown>[]> => {
  const lines: string[] = [];
  const write = jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((line) => lines.push(String(line)) > 0);
  process.env.STAGE = 'dev';
  try {
    await act();
  } finally {
    write.mockRestore();
    delete process.env.STAGE;
  }
  return lines
    .filter((line) => line.includes('"_aws"'))
    .map((line) => {
      const { _aws, Stage, ...rest } = JSON.parse(line);
      return rest;
    });
};
