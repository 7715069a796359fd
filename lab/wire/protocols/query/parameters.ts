/** A node of the tree that dotted names span: text at its leaves. */
type Node = Map<string, Node> | string;

const INDEX = /^\d+$/;

const insert = (root: Map<string, Node>, path: readonly string[], value: string): void => {
  let node = root;
  for (const step of path.slice(0, -1)) {
    const next = node.get(step);
    if (next instanceof Map) {
      node = next;
    } else {
      const made = new Map<string, Node>();
      node.set(step, made);
      node = made;
    }
  }
  node.set(path.at(-1) ?? '', value);
};

const isList = (node: Map<string, Node>): boolean =>
  node.size > 0 && [...node.keys()].every((key) => INDEX.test(key));

const listOf = (node: Map<string, Node>): unknown[] =>
  [...node].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => read(item));

const mapOf = (entries: readonly unknown[]): Record<string, unknown> =>
  Object.fromEntries(
    (entries as readonly { readonly key: string; readonly value: unknown }[]).map(({ key, value }) => [
      key,
      value,
    ]),
  );

/** The wrapper that stands alone between a name and its numbers: `member` for lists, `entry` for maps. */
const wrapped = (node: Map<string, Node>, wrapper: string): Map<string, Node> | undefined => {
  const inner = node.size === 1 ? node.get(wrapper) : undefined;
  return inner instanceof Map && isList(inner) ? inner : undefined;
};

const read = (node: Node): unknown => {
  if (typeof node === 'string') return node;
  const members = wrapped(node, 'member');
  if (members !== undefined) return listOf(members);
  const entries = wrapped(node, 'entry');
  if (entries !== undefined) return mapOf(listOf(entries));
  if (isList(node)) return listOf(node);
  return Object.fromEntries([...node].map(([name, child]) => [name, read(child)]));
};

/**
 * Parameters of the query protocol as members: `A.member.1.B=x` and flattened `A.1.B=x` are `{A: [{B: 'x'}]}`,
 * `A.entry.1.key=k&A.entry.1.value=v` is `{A: {k: 'v'}}`, and `A=` with nothing is the empty text. All values
 * are text. Source: Smithy, "AWS query protocol", "Query key resolution".
 */
export const readParameters = (parameters: Iterable<readonly [string, string]>): Record<string, unknown> => {
  const root = new Map<string, Node>();
  for (const [name, value] of parameters) insert(root, name.split('.'), value);
  return Object.fromEntries([...root].map(([name, node]) => [name, read(node)]));
};
