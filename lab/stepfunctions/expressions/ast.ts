/** A node of jsonata's syntax tree; its own typings leave most members out. */
interface Node {
  readonly type?: string;
  readonly value?: unknown;
  readonly steps?: readonly Node[];
  readonly [member: string]: unknown;
}

/** Members that hold expressions evaluated in the same context as the node itself. */
const SAME_CONTEXT = [
  'arguments',
  'procedure',
  'expressions',
  'lhs',
  'rhs',
  'expression',
  'condition',
  'then',
  'else',
  'body',
];
/** Members evaluated for each value of the node, or of another context than the expression's. */
const OTHER_CONTEXT = ['predicate', 'stages', 'group', 'expr', 'terms', 'pattern', 'update', 'delete'];

/** Visits every node; `atTop` tells whether it is evaluated in the context of the whole expression. */
const walk = (tree: unknown, visit: (node: Node, atTop: boolean) => void, atTop = true): void => {
  if (Array.isArray(tree)) for (const member of tree) walk(member, visit, atTop);
  if (tree === null || typeof tree !== 'object' || Array.isArray(tree)) return;
  const node = tree as Node;
  visit(node, atTop);
  node.steps?.forEach((step, index) => {
    walk(step, visit, atTop && index === 0);
  });
  for (const member of SAME_CONTEXT) walk(node[member], visit, atTop);
  for (const member of OTHER_CONTEXT) walk(node[member], visit, false);
};

/** Names of all variables and functions that the expression mentions, without the `$`. */
export const variablesOf = (ast: unknown): ReadonlySet<string> => {
  const names = new Set<string>();
  walk(ast, ({ type, value }) => {
    if (type === 'variable') names.add(String(value));
  });
  return names;
};

/**
 * What AWS refuses in an expression when the state machine is created, in its words: a name with no context to
 * look it up in, the context itself, and `$states.errorOutput` outside a catcher.
 */
export const unsupportedReferences = (ast: unknown, inCatcher: boolean): readonly string[] => {
  const problems: string[] = [];
  const refuse = (what: string): void => void problems.push(`Reference to ${what} is not supported.`);
  walk(ast, ({ type, value, steps }, atTop) => {
    if (type === 'name' && atTop) refuse(`'${String(value)}' at the top level`);
    if (type === 'variable' && value === '$') refuse(`'$$'`);
    const [root, member] = steps ?? [];
    const isErrorOutput =
      root?.type === 'variable' && root.value === 'states' && member?.value === 'errorOutput';
    if (isErrorOutput && !inCatcher) refuse(`'$states.errorOutput'`);
  });
  return problems;
};
