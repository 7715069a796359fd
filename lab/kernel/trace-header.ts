/** A tracing header, read. Source: X-Ray developer guide, "Tracing header". */
export interface TraceHeader {
  /** `1-<8 hex>-<24 hex>` */
  readonly root: string;
  /** The segment or subsegment that the request comes from. */
  readonly parent: string | undefined;
  /** Undefined when nobody has decided yet. */
  readonly sampled: boolean | undefined;
}

const ROOT = /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/i;
const PARENT = /;\s*Parent=([0-9a-f]{16})/i;
const SAMPLED = /;\s*Sampled=([01])/i;

/** Undefined for what is no tracing header: services drop such a one and go on without it. */
export const readTraceHeader = (text: string): TraceHeader | undefined => {
  const root = ROOT.exec(text)?.[1];
  if (root === undefined) return undefined;
  const sampled = SAMPLED.exec(text)?.[1];
  return {
    root,
    parent: PARENT.exec(text)?.[1],
    sampled: sampled === undefined ? undefined : sampled === '1',
  };
};

/** `Root=…;Parent=…;Sampled=…` */
export const traceHeader = (root: string, parent: string, sampled: boolean): string =>
  `Root=${root};Parent=${parent};Sampled=${sampled ? 1 : 0}`;
