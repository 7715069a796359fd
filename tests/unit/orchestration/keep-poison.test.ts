import '../fakes/runtime.ts';
import { describe, expect, it } from '@jest/globals';
import { keepingPoison } from '../../../src/orchestration/keep-poison.ts';
import { MalformedTask } from '../../../src/orchestration/task.ts';
import { ConflictingPayload } from '../../../src/platform/errors.ts';

describe('a task that fails', () => {
  const given = (error: Error) => {
    const kept: [string, unknown][] = [];
    const run = keepingPoison(
      async () => {
        throw error;
      },
      async (reason, whole) => {
        kept.push([reason, whole]);
      },
    );
    return { kept, run };
  };

  it.each([new MalformedTask('order: missing'), new ConflictingPayload('1', 'charge')])(
    'at what no retry can mend is kept whole, with its reason, and still fails: %s',
    async (error) => {
      const { kept, run } = given(error);
      await expect(run({ odd: true })).rejects.toBe(error);
      expect(kept).toEqual([[`${error.name}: ${error.message}`, { odd: true }]]);
    },
  );

  it('fails otherwise when the quarantine does: tried again it is kept, and never dropped', async () => {
    const poison = async (): Promise<never> => {
      throw new MalformedTask('order: missing');
    };
    const unreachable = new Error('the queue cannot be reached');
    const run = keepingPoison(poison, async () => {
      throw unreachable;
    });
    await expect(run({ odd: true })).rejects.toBe(unreachable);
  });

  it('at anything else is only tried again', async () => {
    const error = new Error('throttled');
    const { kept, run } = given(error);
    await expect(run({})).rejects.toBe(error);
    expect(kept).toEqual([]);
  });
});
