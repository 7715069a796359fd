import type { Operation } from '../../kernel/service.ts';
import { type Bus, type Buses, busName } from '../buses.ts';
import { required } from '../validation.ts';
import { type PageInput, page } from './page.ts';

interface Named {
  readonly Name: string;
}

const describe = ({ name, arn, description, createdAt, changedAt }: Bus) => ({
  Name: name,
  Arn: arn,
  ...(description !== undefined && { Description: description }),
  CreationTime: createdAt / 1000,
  LastModifiedTime: changedAt / 1000,
});

/** The operations on buses. Source: the EventBridge API reference. */
export const busOperations = (buses: Buses) =>
  ({
    CreateEventBus: (input: Named) => {
      required(input, 'Name');
      const bus = buses.create(input);
      const { description } = bus;
      return { EventBusArn: bus.arn, ...(description !== undefined && { Description: description }) };
    },
    DescribeEventBus: (input: Partial<Named>) => describe(buses.find(input.Name)),
    ListEventBuses: (input: PageInput & { readonly NamePrefix?: string }) => {
      const { NamePrefix: prefix = '' } = input;
      const { items, next } = page(
        buses.all().filter(({ name }) => name.startsWith(prefix)),
        input,
      );
      return { EventBuses: items.map(describe), ...next };
    },
    UpdateEventBus: (input: Named) => {
      required(input, 'Name');
      const { Name, Arn, Description } = describe(buses.update(busName(input.Name), input));
      return { Name, Arn, ...(Description !== undefined && { Description }) };
    },
    /** Of a bus that is not there it makes nothing, as AWS does. */
    DeleteEventBus: (input: Named) => {
      required(input, 'Name');
      if (buses.get(input.Name) !== undefined) buses.remove(busName(input.Name));
      return {};
    },
  }) satisfies Record<string, Operation>;
