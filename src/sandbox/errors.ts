/** Not a request of Sandbox Pay's. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
}

/** The key stands for another charge or refund already. */
export class IdempotencyMismatch extends Error {
  override readonly name = 'IdempotencyMismatch';

  constructor(key: string) {
    super(`${key} was used before, for something else`);
  }
}

export class UnknownCharge extends Error {
  override readonly name = 'UnknownCharge';

  constructor(key: string) {
    super(`there is no charge ${key}`);
  }
}

export class RefundExceedsCharge extends Error {
  override readonly name = 'RefundExceedsCharge';

  constructor(chargeKey: string) {
    super(`more than was charged under ${chargeKey}`);
  }
}

/** The answer is lost; what was asked has been done. */
export class ProviderTimeout extends Error {
  override readonly name = 'ProviderTimeout';
}
