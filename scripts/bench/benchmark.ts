/** What was measured, and of what where that is not plain: of the largest bundle, its name. */
export interface Figure {
  readonly value: number;
  readonly of?: string;
}

/** Something to measure, with its budget. */
export interface Benchmark {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  /** At least so much of a rate, at most so much of anything else. */
  readonly budget: number;
  readonly better: 'more' | 'less';
  /** How it is measured, in a line. */
  readonly how: string;
  measure(): Promise<Figure>;
  readonly peer?: Peer;
}

/** What else does the same, measured in the same run. */
interface Peer {
  readonly name: string;
  readonly how: string;
  /** @throws PeerMissing */
  measure(): Promise<Figure>;
}

/** A peer is not installed: peers are optional. */
export class PeerMissing extends Error {
  override readonly name = 'PeerMissing';
}

/** A row of the result, as `--json` has it. */
export interface Row extends Figure {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly budget: number;
  readonly better: Benchmark['better'];
  readonly isWithinBudget: boolean;
  readonly how: string;
  readonly peer?: PeerRow;
}

export type PeerRow =
  /** `ratio`: how many times better than the peer. */
  | (Figure & { readonly name: string; readonly how: string; readonly ratio: number })
  | { readonly name: string; readonly missing: string };

/** Measures a benchmark, then its peer. */
export const run = async (benchmark: Benchmark): Promise<Row> => {
  const { name, title, unit, budget, better, how, peer } = benchmark;
  const figure = await benchmark.measure();
  const isWithinBudget = better === 'more' ? figure.value >= budget : figure.value <= budget;
  const row = { name, title, ...figure, unit, budget, better, isWithinBudget, how };
  return peer === undefined ? row : { ...row, peer: await runPeer(peer, better, figure) };
};

const runPeer = async (peer: Peer, better: Benchmark['better'], { value }: Figure): Promise<PeerRow> => {
  const { name, how } = peer;
  try {
    const figure = await peer.measure();
    const ratio = better === 'more' ? value / figure.value : figure.value / value;
    return { name, ...figure, ratio, how };
  } catch (error) {
    if (error instanceof PeerMissing) return { name, missing: error.message };
    throw error;
  }
};
