/** S1–S9 and L1–L5 are the invariants of the hazards (docs/hazards.md); `model` is the reference model's. */
export type Invariant =
  | 'S1'
  | 'S2'
  | 'S3'
  | 'S4'
  | 'S5'
  | 'S6'
  | 'S7'
  | 'S8'
  | 'S9'
  | 'L1'
  | 'L2'
  | 'L3'
  | 'L4'
  | 'L5'
  | 'model'
  | 'checker';

/** What must never happen, and did. */
export interface Violation {
  readonly invariant: Invariant;
  readonly message: string;
  readonly orderId?: string | undefined;
}

export type Violate = (invariant: Invariant, orderId: string | undefined, message: string) => void;
