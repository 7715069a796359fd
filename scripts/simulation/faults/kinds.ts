/** What may strike a point by chance. */
export const KINDS = [
  'duplicate',
  'drop',
  'short delay',
  'long delay',
  'delivery throttled',
  'call throttled',
  'server error',
  'answer lost',
  'conflict',
  'stale read',
  'slow call',
  'crash before',
  'crash after',
  'entry refused',
  'function fails',
  'answer of function lost',
  'slow start',
  'environment thrown away',
  'environment long frozen',
  'task timeout',
] as const;

export type FaultKind = (typeof KINDS)[number];

/** How often a kind strikes the points that it can strike; 0 when it is not there. */
export type Rates = Readonly<Partial<Record<FaultKind, number>>>;
