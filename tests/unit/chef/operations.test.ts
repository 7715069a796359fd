import { describe, expect, it, jest } from '@jest/globals';
import { chefReleased, chefUnavailable } from '../../../src/contracts/index.ts';
import { assignChef, freeChef, undoAssignment } from '../../../src/services/chef/operations.ts';
import { bookingItems } from '../../../src/services/chef/seed.ts';
import { command, kitchenStaff, order } from './given.ts';

const orders = (count: number) => Array.from({ length: count }, (_, index) => `order-${index}`);
const everybody = (capacity: number) =>
  Object.fromEntries(bookingItems().map(({ pk }) => [pk.slice('chef#'.length), capacity]));

describe('assignChef', () => {
  it('books one chef once, however often it is asked', async () => {
    const { deps, booked } = await kitchenStaff();
    const first = await assignChef(deps)(command('assign', order));
    await assignChef(deps)(command('assign', order));
    const nudged = await assignChef(deps)(command('assign', order, '12345', 2));
    expect(nudged).toMatchObject({ status: 'ASSIGNED', chefId: first?.chefId, version: 2 });
    expect(booked()).toBe(1);
  });

  it('reads no bookings while the first choice has room', async () => {
    const { deps } = await kitchenStaff();
    const free = jest.spyOn(deps.roster, 'free');
    await assignChef(deps)(command('assign', order));
    expect(free).not.toHaveBeenCalled();
  });

  it('finds the one chef who has room', async () => {
    const { deps } = await kitchenStaff({ ...everybody(0), 'chef-valentina': 1 });
    const row = await assignChef(deps)(command('assign', order));
    expect(row).toMatchObject({ status: 'ASSIGNED', chefId: 'chef-valentina' });
  });

  it('has nobody for a tartufo', async () => {
    const { deps } = await kitchenStaff();
    const row = await assignChef(deps)(command('assign', { pizzaType: 'tartufo' }));
    expect(row?.said[chefUnavailable.type]?.data).toEqual({ reason: 'recipe' });
  });

  it('books nobody beyond capacity and leaves nobody idle while an order is refused (H34)', async () => {
    const { deps, rows, bookings } = await kitchenStaff({ ...everybody(0), 'chef-mario': 2, 'chef-nina': 1 });
    await Promise.all(orders(20).map((orderId) => assignChef(deps)(command('assign', order, orderId))));
    const assigned = rows.all().filter(({ status }) => status === 'ASSIGNED');
    expect(assigned.map(({ chefId }) => chefId).sort()).toEqual(['chef-mario', 'chef-mario', 'chef-nina']);
    const refused = rows.all().filter(({ status }) => status === 'UNAVAILABLE');
    expect(refused.map(({ said }) => said[chefUnavailable.type]?.data)).toEqual(
      Array(17).fill({ reason: 'busy' }),
    );
    for (const { booked, capacity } of bookings()) expect(booked).toBe(capacity);
  });

  it('serves fifty orders of one pizza at once', async () => {
    const { deps, rows, booked } = await kitchenStaff();
    await Promise.all(orders(50).map((orderId) => assignChef(deps)(command('assign', order, orderId))));
    expect(rows.all().every(({ status }) => status === 'ASSIGNED')).toBe(true);
    expect(booked()).toBe(50);
  });
});

describe('undoAssignment and freeChef', () => {
  it('take the order off its chef once, whichever comes first', async () => {
    const { deps, booked } = await kitchenStaff();
    const { chefId } = (await assignChef(deps)(command('assign', order))) ?? {};
    const freed = await freeChef(deps)(command('free', undefined));
    await freeChef(deps)(command('free', undefined, '12345', 2));
    await undoAssignment(deps)(command('undo', undefined));
    expect(freed).toMatchObject({ status: 'RELEASED', outbox: chefReleased.type });
    expect(freed?.said[chefReleased.type]?.data).toEqual({ assignmentId: 'asg-12345-001', chefId });
    expect(booked()).toBe(0);
  });

  it('that came first keep the chefs unbooked (H6)', async () => {
    const { deps, booked } = await kitchenStaff();
    await undoAssignment(deps)(command('undo', undefined));
    const row = await assignChef(deps)(command('assign', order));
    expect(row).toMatchObject({ status: 'RELEASED', version: 1 });
    expect(booked()).toBe(0);
  });
});
