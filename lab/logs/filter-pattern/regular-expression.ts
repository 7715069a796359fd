import { invalidPattern } from './invalid-pattern.ts';

/** What stands between two `%`. CloudWatch's expressions are a part of JavaScript's. */
export const regularExpression = (source: string): RegExp => {
  try {
    return new RegExp(source);
  } catch {
    throw invalidPattern();
  }
};
