/** The provider has not decided yet, or what it was asked may still take effect; the platform asks again later. */
export class ChargePending extends Error {
  override readonly name = 'ChargePending';

  constructor(orderId: string) {
    super(`the provider may still charge order ${orderId}`);
  }
}

/** The provider gave no answer, so what it was asked may or may not have happened. A declined card is an answer. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
}
