import { AwsError } from '../../kernel/aws-error.ts';
import type { Item } from '../attribute-value.ts';

/** Why an action of a transaction did not go through; `None` when it would have. */
export interface CancellationReason {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError';
  readonly Message?: string;
  readonly Item?: Item;
}

export const NONE: CancellationReason = { Code: 'None' };

/** `item` is the item as found, when ReturnValuesOnConditionCheckFailure asks for it. */
export const checkFailed = (item: Item | undefined): CancellationReason => ({
  Code: 'ConditionalCheckFailed',
  Message: 'The conditional request failed',
  ...(item && { Item: item }),
});

/** Makes a ValidationException about one item the reason of its action; throws any other error. */
export const reasonOf = (error: unknown): CancellationReason => {
  if (!(error instanceof AwsError) || error.code !== 'ValidationException') throw error;
  return { Code: 'ValidationError', Message: error.message };
};

/** `reasons` in the order of the actions. */
export const cancelled = (reasons: readonly CancellationReason[]): AwsError => {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  );
};
