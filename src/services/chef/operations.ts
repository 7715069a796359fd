import { type ChangeDeps, change, takeNew } from '../../platform/change.ts';
import type { Command } from '../../platform/command.ts';
import type { Decide } from '../../platform/row.ts';
import { type AssignmentRow, decideAssign, decideFree, decideUndo, type Order } from './decisions.ts';
import type { Roster } from './roster.ts';

type Operation<Data> = (command: Command<Data>) => Promise<AssignmentRow | undefined>;

export interface ChefDeps extends ChangeDeps<AssignmentRow> {
  readonly roster: Roster;
}

/** Finds a chef for an order. Reads the bookings only when refused by the first choice. */
export const assignChef =
  (deps: ChefDeps): Operation<Order> =>
  async (command) => {
    const { roster } = deps;
    const skills = await roster.skillsAt(command.data.pizzaType);
    let free: ReadonlySet<string> | undefined;
    const decide: Decide<AssignmentRow, Order> = (row, heard) =>
      decideAssign({ skills, free, book: roster.book })(row, heard);
    const onRefused = async (): Promise<void> => {
      free = await roster.free(skills.map(({ chefId }) => chefId));
    };
    return change(deps, command, decide, { take: takeNew(command), onRefused });
  };

/** The order is off: its chef, if any, is free for another one. */
export const undoAssignment =
  (deps: ChefDeps): Operation<unknown> =>
  (command) =>
    change(deps, command, decideUndo(deps.roster.release), { take: 'read' });

/** The pizza is done: its chef is free for another one. */
export const freeChef =
  (deps: ChefDeps): Operation<unknown> =>
  (command) =>
    change(deps, command, decideFree(deps.roster.release), { take: 'read' });
