import type { Item } from '../attribute-value.ts';
import { invalidValue, validation } from '../errors.ts';
import type { Path } from '../expressions/ast.ts';
import { project } from '../expressions/project.ts';
import { requireOneOf } from '../parameters.ts';
import type { Source } from './source.ts';

const SELECT = ['SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'] as const;

export type Select = (typeof SELECT)[number];

/** Makes the `Items` of a page; undefined when only their number is asked for. */
export type Selection = ((items: readonly Item[]) => readonly Item[]) | undefined;

const refuseUnprojected = ({ index }: Source, names: readonly string[]): void => {
  const missing = names.filter((name) => index?.projected?.has(name) === false);
  if (missing.length === 0) return;
  throw invalidValue(`Global secondary index ${index?.name} does not project [${missing.join(', ')}]`);
};

/** Throws ValidationException when `Select` does not go with the projection or the index. */
export const readSelection = (
  source: Source,
  input: { readonly Select?: Select },
  projection: readonly Path[] | undefined,
): Selection => {
  requireOneOf(input, 'Select', SELECT);
  const select = input.Select ?? (projection === undefined ? undefined : 'SPECIFIC_ATTRIBUTES');
  if (projection !== undefined && select !== 'SPECIFIC_ATTRIBUTES') {
    throw validation(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
  }
  if (select === 'SPECIFIC_ATTRIBUTES' && projection === undefined) {
    throw validation(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && source.index === undefined) {
    throw validation('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (select === 'ALL_ATTRIBUTES' && source.index?.projected !== undefined) {
    throw invalidValue(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${source.index.name} ` +
        'because its projection type is not ALL',
    );
  }
  if (projection === undefined) return select === 'COUNT' ? undefined : (items) => items;
  refuseUnprojected(
    source,
    projection.map(([name]) => name),
  );
  return (items) => items.map((item) => project(item, projection));
};
