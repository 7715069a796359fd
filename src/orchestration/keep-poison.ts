import { logger } from '../platform/logging.ts';
import type { Quarantine } from '../platform/middleware/quarantine.ts';
import { isPoison } from '../platform/poison.ts';
import { MalformedTask } from './task.ts';

/**
 * Runs a task. What no retry can mend is kept whole in the dead-letter queue, and still fails, so that the state
 * machine knows and goes on without an answer.
 */
export const keepingPoison =
  <Answer>(run: (input: unknown) => Promise<Answer>, quarantine: Quarantine) =>
  async (input: unknown): Promise<Answer> => {
    try {
      return await run(input);
    } catch (error) {
      if (isPoison(error) || error instanceof MalformedTask) {
        logger.error('kept in the dead-letter queue', { reason: error.message });
        await quarantine(`${error.name}: ${error.message}`, input);
      }
      throw error;
    }
  };
