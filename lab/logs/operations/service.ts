import type { Kernel } from '../../kernel/kernel.ts';
import type { Service } from '../../kernel/service.ts';
import type { LogGroupStore } from '../groups.ts';
import { eventOperations } from './event-operations.ts';
import { groupOperations } from './group-operations.ts';
import { queryOperations } from './query-operations.ts';
import { streamOperations } from './stream-operations.ts';

/** The API of CloudWatch Logs, as far as the lab has it. Source: CloudWatch Logs API Reference. */
export const logsService = ({
  kernel,
  groups,
  ...ports
}: { readonly kernel: Kernel; readonly groups: LogGroupStore } & Omit<
  Parameters<typeof eventOperations>[0] & Parameters<typeof queryOperations>[0],
  'clock' | 'groups' | 'random'
>): Service => ({
  id: 'logs',
  operations: {
    ...groupOperations(groups),
    ...streamOperations(groups),
    ...eventOperations({ clock: kernel.clock, groups, write: ports.write }),
    ...queryOperations({ random: kernel.random.fork('logs'), ...ports }),
  },
});
