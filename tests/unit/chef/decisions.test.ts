import { describe, expect, it } from '@jest/globals';
import { chefAssigned, chefReleased, chefUnavailable } from '../../../src/contracts/index.ts';
import {
  type AssignmentRow,
  decideAssign,
  decideFree,
  decideUndo,
} from '../../../src/services/chef/decisions.ts';
import { command, order } from './given.ts';

const change = (chefId: string) => ({
  Update: { TableName: 'Chefs', Key: { chefId }, UpdateExpression: '' },
});
const mario = { chefId: 'chef-mario', name: 'Mario Rossi', specialty: true, prepTime: 12 };
const giulia = { chefId: 'chef-giulia', name: 'Giulia Bianchi', specialty: false, prepTime: 15 };
const row = (status: AssignmentRow['status']): AssignmentRow => ({
  orderId: '12345',
  status,
  version: 1,
  heard: {},
  said: {},
  expiresOn: 0,
  ...(status === 'ASSIGNED' && { chefId: 'chef-mario' }),
});
const released = (chefId?: string) => ({
  kind: 'write',
  state: { status: 'RELEASED' },
  fact: { type: chefReleased.type, data: { assignmentId: 'asg-12345-001', ...(chefId && { chefId }) } },
  also: chefId === undefined ? [] : [change(chefId)],
});

describe('assign', () => {
  const assign = (skills: readonly (typeof mario)[], free?: ReadonlySet<string>, seen?: AssignmentRow) =>
    decideAssign({ skills, free, book: change })(seen, command('assign', order));
  const unavailable = (reason: string) => ({
    kind: 'write',
    state: { status: 'UNAVAILABLE' },
    fact: { type: chefUnavailable.type, data: { reason } },
    also: [],
  });

  it('chooses a specialist and books him in the same transaction', () => {
    expect(assign([giulia, mario])).toEqual({
      kind: 'write',
      state: { status: 'ASSIGNED', chefId: 'chef-mario' },
      fact: {
        type: chefAssigned.type,
        data: {
          assignmentId: 'asg-12345-001',
          chefId: 'chef-mario',
          chefName: 'Mario Rossi',
          estimatedPrepTime: 12,
          specialtyMatch: true,
        },
      },
      also: [change('chef-mario')],
    });
  });

  it('chooses another chef when the specialists are busy', () => {
    expect(assign([giulia, mario], new Set(['chef-giulia']))).toMatchObject({
      state: { chefId: 'chef-giulia' },
      fact: { data: { estimatedPrepTime: 15, specialtyMatch: false } },
    });
  });

  it('says whether everybody is busy or nobody makes the recipe', () => {
    expect(assign([giulia, mario], new Set())).toEqual(unavailable('busy'));
    expect(assign([])).toEqual(unavailable('recipe'));
  });

  it('does nothing after an undo that came first (H6)', () => {
    expect(assign([mario], undefined, row('RELEASED'))).toEqual({ kind: 'keep' });
  });
});

describe('undo', () => {
  const undo = (seen: AssignmentRow | undefined) =>
    decideUndo(change)(seen, command('undo', { reason: 'overdue' }));

  it('takes the order off its chef', () => {
    expect(undo(row('ASSIGNED'))).toEqual(released('chef-mario'));
  });

  it('of nothing leaves a tombstone and says so (H6, H36)', () => {
    expect(undo(undefined)).toEqual(released());
    expect(undo(row('UNAVAILABLE'))).toEqual(released());
  });

  it('happens once', () => {
    expect(undo(row('RELEASED'))).toEqual({ kind: 'keep' });
  });
});

describe('free', () => {
  const free = (seen: AssignmentRow | undefined) => decideFree(change)(seen, command('free', undefined));

  it('takes the order off its chef', () => {
    expect(free(row('ASSIGNED'))).toEqual(released('chef-mario'));
  });

  it.each(['RELEASED', 'UNAVAILABLE'] as const)('leaves a row that is %s', (status) => {
    expect(free(row(status))).toEqual({ kind: 'keep' });
  });

  it('throws rather than lose itself when the assignment is not visible yet', () => {
    expect(() => free(undefined)).toThrow(expect.objectContaining({ name: 'NotYetVisible' }));
  });
});
