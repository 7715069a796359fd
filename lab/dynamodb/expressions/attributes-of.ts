import type { Condition, Operand } from './ast.ts';

const ofOperand = (operand: Operand): readonly string[] => {
  if (operand.kind === 'size') return ofOperand(operand.operand);
  return operand.kind === 'path' ? [operand.path[0]] : [];
};

const collect = (condition: Condition): readonly string[] => {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...collect(condition.left), ...collect(condition.right)];
    case 'not':
      return collect(condition.condition);
    case 'compare':
      return [condition.left, condition.right].flatMap(ofOperand);
    case 'between':
      return [condition.operand, condition.low, condition.high].flatMap(ofOperand);
    case 'in':
      return [condition.operand, ...condition.candidates].flatMap(ofOperand);
    case 'begins_with':
      return [condition.operand, condition.prefix].flatMap(ofOperand);
    case 'contains':
      return [condition.operand, condition.member].flatMap(ofOperand);
    case 'attribute_type':
      return [condition.path[0], ...ofOperand(condition.type)];
    case 'attribute_exists':
    case 'attribute_not_exists':
      return [condition.path[0]];
  }
};

/** The attributes that a condition looks at. */
export const attributesOf = (condition: Condition): ReadonlySet<string> => new Set(collect(condition));
