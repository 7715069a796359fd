/** The lab's heap at a moment, after a collection of all garbage. */
export interface Sample {
  /** Settled by then. */
  readonly orders: number;
  /** Since the first was placed. */
  readonly seconds: number;
  readonly heapBytes: number;
}

/** How the heap grew over the second half of the orders, when environments and bounded stores are full. */
export interface Growth {
  /** Whether the second half was enough to tell: the stores were full when it began. */
  readonly isTelling: boolean;
  /** Heap bytes an order. */
  readonly perOrder: number;
  /** The same for each byte that DynamoDB counts for it. */
  readonly perTableByte: number;
}

/**
 * An item of a table takes about six times in the heap what DynamoDB counts for it: every value is an object and a
 * string. The data points of metrics, which are kept for 15 days, are little beside that.
 */
const MAX_PER_TABLE_BYTE = 10;

/** Orders after which environments and bounded stores are full, over two stages. */
const FILLING = 8_000;

const MEGABYTE = 1_000_000;

/** The slope of the least-squares line through the samples. Bytes an order. */
const slopeOf = (samples: readonly Sample[]): number => {
  const sum = (of: (sample: Sample) => number): number =>
    samples.reduce((total, sample) => total + of(sample), 0);
  const [x, y] = [sum(({ orders }) => orders), sum(({ heapBytes }) => heapBytes)].map(
    (total) => total / samples.length,
  ) as [number, number];
  const covariance = sum(({ orders, heapBytes }) => (orders - x) * (heapBytes - y));
  return covariance / sum(({ orders }) => (orders - x) ** 2);
};

/** @param tableBytesPerOrder what DynamoDB counts for an order, in all tables */
export const growthOf = (samples: readonly Sample[], tableBytesPerOrder: number): Growth => {
  const secondHalf = samples.slice(Math.floor(samples.length / 2));
  const perOrder = slopeOf(secondHalf);
  const isTelling = (secondHalf[0]?.orders ?? 0) >= FILLING;
  return { isTelling, perOrder, perTableByte: perOrder / tableBytesPerOrder };
};

/** The growth in a sentence. */
export const growthText = ({ isTelling, perOrder, perTableByte }: Growth): string =>
  `The heap grew by ${(perOrder / 1000).toFixed(1)} KB an order over the second half, ` +
  `${perTableByte.toFixed(1)} bytes for each byte that the tables hold of an order.` +
  (isTelling ? '' : ` That says nothing yet: the lab's stores fill up over the first ${FILLING} orders.`);

/** What is wrong with the memory; empty when it is flat but for what the tables hold. */
export const verdictOf = ({ isTelling, perTableByte }: Growth): readonly string[] =>
  !isTelling || perTableByte <= MAX_PER_TABLE_BYTE
    ? []
    : [`memory is not flat: it may grow by ${MAX_PER_TABLE_BYTE} bytes for each byte in the tables`];

/** `  2,000 of 20,000 orders in 180 s: 163 MB` */
export const sampleText = ({ orders, seconds, heapBytes }: Sample, all: number): string => {
  const of = (count: number): string => count.toLocaleString('en').padStart(all.toLocaleString('en').length);
  return `${of(orders)} of ${of(all)} orders, ${seconds.toFixed(0).padStart(5)} s: ${(heapBytes / MEGABYTE).toFixed(0).padStart(5)} MB`;
};
