import { lambdaClient } from '../../platform/aws/lambda.ts';
import { changeDeps, database } from '../../platform/change-deps.ts';
import { environment } from '../../platform/environment.ts';
import { traced } from '../../platform/tracing.ts';
import type { PaymentRow } from './decisions.ts';
import { lambdaProvider } from './lambda-provider.ts';
import type { PaymentDeps } from './operations.ts';
import { walletsIn } from './wallets.ts';

/** What the payment's operations stand on in AWS. */
export const paymentDeps = (): PaymentDeps => ({
  ...changeDeps<PaymentRow>(environment('PAYMENT_TABLE')),
  tokenOf: walletsIn(database, environment('WALLET_TABLE')),
  provider: lambdaProvider(traced(lambdaClient()), environment('PROVIDER_FUNCTION')),
});
