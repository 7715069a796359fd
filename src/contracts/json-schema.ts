import * as z from 'zod/mini';
import type { AnyDefinition } from './catalogue.ts';

/**
 * The JSON Schema (2020-12) of a whole event, for readers in other languages; its `$id` is the event's `dataschema`.
 * A module of its own: the converter has no place in a function's bundle.
 */
export function jsonSchemaOf(definition: AnyDefinition) {
  // `input` leaves objects open, as the tolerant reader does.
  return {
    $id: definition.dataschema,
    title: definition.type,
    ...z.toJSONSchema(definition.schema, { io: 'input' }),
  };
}
