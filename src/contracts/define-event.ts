import * as z from 'zod/mini';
import { envelope } from './envelope.ts';
import { orderId } from './fields.ts';

/** Reverse-DNS prefix of every event type. */
export const TYPE_PREFIX = 'com.pizzaco';

/** Under it lie the names of all schemas, see `dataschema`. */
export const SCHEMA_ROOT = 'https://pizzaco.example/schemas';

/** The services, each named as the domain whose facts it alone may publish. */
export type Service = 'order' | 'payment' | 'inventory' | 'chef' | 'kitchen';

type Shape = z.core.$ZodShape;

/** What {@link defineEvent} is told. */
interface EventOutline<S extends Service, Fact extends string, Data extends Shape> {
  /** The publisher, who thereby owns every field of `data`. */
  service: S;
  /** Past tense, or a state: `completed`, `ready`. */
  fact: Fact;
  /** Major version: raised when a reader of the old one would misread the new one. */
  version: number;
  /** The fields, without `orderId`, which every event has. */
  data: Data;
}

/**
 * Defines one event, once: its type, its validator, the constants its rules match on and the fields its publisher owns.
 *
 * The type is derived from the publisher, so no service can define another's fact. Objects are open: fields that a
 * reader does not know pass (tolerant reader), which is how a minor version comes into being.
 *
 * @returns `schema` validates the whole event, envelope included; `rule` is the EventBridge pattern that hears it;
 * `dataschema` is an identifier, not a promise that a document lies there; `fields` are the top-level fields of `data`
 * apart from `orderId`.
 */
export function defineEvent<S extends Service, Fact extends string, Data extends Shape>(
  outline: EventOutline<S, Fact, Data>,
) {
  const { service, fact, version } = outline;
  const type = `${TYPE_PREFIX}.${service}.${fact}` as const;
  const source = `${service}-service` as const;
  const dataschema = `${SCHEMA_ROOT}/${service}.${fact}/${version}`;
  const data = once(() => z.object({ orderId, ...outline.data }));
  const schema = once(() =>
    z.extend(envelope, {
      type: z.literal(type),
      source: z.literal(source),
      dataschema: z.literal(dataschema),
      data: data(),
    }),
  );
  return {
    service,
    type,
    source,
    version,
    dataschema,
    get data() {
      return data();
    },
    get schema() {
      return schema();
    },
    rule: { source: [source], 'detail-type': [type] },
    fields: Object.keys(outline.data),
  };
}

/** Made when first asked for: of all events, a function reads a few, and its start waits for what is made at once. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** What is common to all definitions; a particular one is `typeof orderCreated`. */
export interface EventDefinition {
  service: Service;
  type: string;
  source: string;
  version: number;
  dataschema: string;
  data: z.ZodMiniType<{ orderId: string }>;
  schema: z.ZodMiniType<{ id: string; type: string; data: { orderId: string } }>;
  rule: { source: string[]; 'detail-type': string[] };
  fields: string[];
}

/** The CloudEvent of a definition: `EventOf<typeof orderCreated>`. Of several definitions, the union of theirs. */
export type EventOf<Definition extends EventDefinition> = z.infer<Definition['schema']>;
