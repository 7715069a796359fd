import { catalogue, fieldOwners } from '../catalogue.ts';
import { TYPE_PREFIX } from '../define-event.ts';
import { correlationField } from './correlation.ts';
import { takeApart, wordsOf } from './event-type.ts';
import { type Finding, isObject, type Json } from './finding.ts';
import { ownerHints } from './owners.ts';

/** What is known about an event's publisher. */
interface Publisher {
  /** As a finding names it: `virus`. */
  name: string;
  /** Words of its type and source by which it may claim a field. */
  words: readonly string[];
  /** Whether its fields are in the catalogue. */
  catalogued: boolean;
  /** Fields of this very event, whose insides are its own affair. */
  fields: readonly string[];
}

/**
 * The fields of `data` that another service knows first-hand. Whoever forwards them binds its own event to that
 * service's schema; whoever needs them hears that service's event and correlates.
 *
 * Our types are judged by the catalogue, and what that does not know, like all of other people's types, by
 * {@link ownerHints}. A field that neither knows is taken for the publisher's own.
 */
export function lintOwnership(event: Json): Finding[] {
  if (typeof event.type !== 'string') return [];
  const publisher = publisherOf(event.type, event.source);
  const remedy = `publish it there and correlate by ${correlationField(event, publisher.words)}`;
  const foreign = isObject(event.data) ? foreignFields(event.data, 'data', publisher) : [];
  return [
    ...lintSource(event, publisher),
    ...foreign.map(({ path, owner }): Finding => {
      const problem = `belongs to the ${owner} service, not to ${publisher.name}`;
      return { rule: 'ownership', path, problem, remedy };
    }),
  ];
}

function publisherOf(type: string, source: unknown): Publisher {
  const { domain, fact } = takeApart(type);
  const catalogued = type.startsWith(`${TYPE_PREFIX}.`);
  const claims = [...domain, fact];
  // Anybody's source may say more than the type does; ours is checked against it.
  if (typeof source === 'string' && !catalogued) claims.push(source);
  const fields = catalogue.get(type)?.fields ?? [];
  return { name: domain.join('.') || 'this event', words: claims.flatMap(wordsOf), catalogued, fields };
}

/** Among our own, a fact of one domain in another service's name: kitchen publishing order.cancelled. */
function lintSource({ source }: Json, { name, catalogued }: Publisher): Finding[] {
  if (!catalogued || typeof source !== 'string' || wordsOf(source).includes(name.split('.')[0] ?? ''))
    return [];
  const remedy = `let ${name}-service publish it, and let ${source} publish a fact of its own`;
  return [{ rule: 'ownership', path: 'source', problem: `publishes a fact of the ${name} domain`, remedy }];
}

function foreignFields(
  value: unknown,
  path: string,
  publisher: Publisher,
): { path: string; owner: string }[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => foreignFields(item, `${path}[${index}]`, publisher));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = `${path}.${name}`;
    if (publisher.fields.includes(name)) return [];
    const owner = foreignOwner(name, publisher);
    return owner === undefined ? foreignFields(inner, at, publisher) : [{ path: at, owner }];
  });
}

/** Ids are for correlating, whoever issued them. */
const ID = /(?:Ids?|_ids?)$/;

/** The service that owns the field, unless the publisher does or nobody is known to. */
function foreignOwner(field: string, { words, catalogued }: Publisher): string | undefined {
  const isOwn = (owners: readonly string[]) => owners.some((owner) => words.includes(owner));
  const owners = catalogued ? fieldOwners.get(field) : undefined;
  if (owners) return isOwn([...owners]) ? undefined : [...owners].join(' or ');

  const hint = ID.test(field) ? undefined : ownerHints.find((each) => each.field.test(field));
  return hint === undefined || isOwn(hint.domains) ? undefined : hint.owner;
}
