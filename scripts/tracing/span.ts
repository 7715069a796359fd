/** As much of a segment document as is read: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html */
interface Document {
  readonly id: string;
  readonly name: string;
  /** Epoch seconds. */
  readonly start_time: number;
  readonly end_time?: number;
  readonly parent_id?: string;
  readonly origin?: string;
  readonly namespace?: string;
  /** X-Ray's own guess at a service that sends it nothing. */
  readonly inferred?: boolean;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly subsegments?: readonly Document[];
}

/** A segment or subsegment in its place; times in epoch ms. */
export interface Span {
  readonly name: string;
  readonly kind: 'service' | 'function' | 'machine' | 'call' | 'init' | 'part';
  /** The segment that it stands in, or is itself. */
  readonly segment: Span;
  readonly parent: Span | undefined;
  readonly children: Span[];
  readonly start: number;
  /** The start as well, while it has not ended. */
  readonly end: number;
  /** The type of the fact that was said in it, without the reversed domain: `kitchen.ready`. */
  readonly fact: string | undefined;
  /** What it is about, where it says so itself: an event, or what is done about an order. */
  readonly subject: string | undefined;
}

/** One order's trace. */
export interface Trace {
  readonly id: string;
  /** The first segment. */
  readonly root: Span;
  /** All of them, each before what stands in it. */
  readonly spans: readonly Span[];
}

const DOMAIN = /^com\.pizzaco\./;

const SEGMENTS: Readonly<Record<string, Span['kind']>> = {
  'AWS::Lambda': 'service',
  'AWS::Lambda::Function': 'function',
  'AWS::StepFunctions::StateMachine': 'machine',
};

const kindOf = ({ origin = '', namespace, name }: Document): Span['kind'] => {
  const segment = SEGMENTS[origin];
  if (segment !== undefined) return segment;
  if (namespace !== undefined) return 'call';
  return name === 'Initialization' || name === 'Init' ? 'init' : 'part';
};

const ms = (seconds: number): number => Math.round(seconds * 1000);

/**
 * Puts the segments of a trace together as who caused what.
 *
 * @param stackName what stands before the short names of functions
 * @returns undefined for a trace that has nothing in it yet
 */
export const readTrace = (id: string, documents: readonly string[], stackName: string): Trace | undefined => {
  const segments = documents
    .map((text) => JSON.parse(text) as Document)
    .filter(({ inferred }) => inferred !== true)
    .sort((a, b) => a.start_time - b.start_time);
  const byId = new Map<
    string,
    { readonly document: Document; readonly segment: Document; readonly parentId?: string }
  >();
  const index = (document: Document, segment: Document, parentId?: string): void => {
    byId.set(document.id, { document, segment, ...(parentId !== undefined && { parentId }) });
    for (const inner of document.subsegments ?? []) index(inner, segment, document.id);
  };
  for (const segment of segments) index(segment, segment, segment.parent_id);
  const spans = new Map<string, Span>();
  const spanOf = (spanId: string): Span | undefined => {
    const known = spans.get(spanId);
    const found = byId.get(spanId);
    if (known !== undefined || found === undefined) return known;
    const { document, segment, parentId } = found;
    const parent = parentId === undefined ? undefined : spanOf(parentId);
    const isSegment = document === segment;
    const span: Span = {
      name: isSegment ? shortName(document.name, stackName) : document.name.replace(DOMAIN, ''),
      kind: kindOf(document),
      get segment() {
        return isSegment ? span : (spanOf(segment.id) as Span);
      },
      parent,
      children: [],
      start: ms(document.start_time),
      end: ms(document.end_time ?? document.start_time),
      fact: annotationOf(document, 'fact'),
      subject: subjectOf(document, isSegment),
    };
    spans.set(spanId, span);
    parent?.children.push(span);
    return span;
  };
  const all = [...byId.keys()].flatMap((spanId) => spanOf(spanId) ?? []);
  const root = all.find(({ parent }) => parent === undefined);
  return root && { id, root, spans: all };
};

const annotationOf = ({ annotations }: Document, key: string): string | undefined => {
  const value = annotations?.[key];
  return typeof value === 'string' ? value.replace(DOMAIN, '') : undefined;
};

/** A subsegment about an order has what is done as its name. */
const subjectOf = (document: Document, isSegment: boolean): string | undefined => {
  if (isSegment) return annotationOf(document, 'event');
  return annotationOf(document, 'orderId') && document.name.replace(DOMAIN, '');
};

const shortName = (name: string, stackName: string): string =>
  name === stackName ? 'state machine' : name.replace(`${stackName}-`, '');

/** Where a fact was said first. */
export const whereSaid = ({ spans }: Trace, fact: string): Span | undefined =>
  spans.filter((span) => span.fact === fact).sort((a, b) => a.end - b.end)[0];
