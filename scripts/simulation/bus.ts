import type { Caller, Service } from '../../lab/kernel/service.ts';

type Json = Readonly<Record<string, unknown>>;

/** The events API, telling of each entry that the bus takes of a service: the event, and its text. */
export const watchBus = (events: Service, onEvent: (event: Json, detail: string) => void): Service => {
  const { PutEvents } = events.operations;
  return {
    id: events.id,
    operations: {
      ...events.operations,
      PutEvents: async (
        input: { readonly Entries: readonly { readonly Detail: string }[] },
        caller: Caller,
      ) => {
        const output = (await PutEvents?.(input, caller)) as {
          readonly Entries: readonly { readonly EventId?: string }[];
        };
        if (caller.name === 'user') return output;
        input.Entries.forEach(({ Detail }, position) => {
          if (output.Entries[position]?.EventId !== undefined) onEvent(JSON.parse(Detail) as Json, Detail);
        });
        return output;
      },
    },
  };
};
