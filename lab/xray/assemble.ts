import type { Segment, Subsegment } from './segment.ts';
import type { Trace } from './store.ts';

interface Node extends Omit<Subsegment, 'subsegments'> {
  subsegments?: Node[];
}

/**
 * The segments of a trace, each with its subsegments inside, those too that were sent by themselves. A subsegment
 * whose parent has not come is left out until it has. Earliest first.
 */
export const segmentsOf = ({ documents }: Trace): readonly Segment[] => {
  const byId = new Map<string, Node>();
  const index = (node: Node): void => {
    byId.set(node.id, node);
    node.subsegments?.forEach(index);
  };
  const segments: Segment[] = [];
  const alone: { readonly node: Node; readonly parentId: string | undefined }[] = [];
  for (const text of documents.values()) {
    const segment = JSON.parse(text) as Segment;
    if (segment.type === 'subsegment') {
      const { type, trace_id, parent_id, ...node } = segment;
      alone.push({ node: node as unknown as Node, parentId: parent_id });
      index(node as unknown as Node);
    } else {
      segments.push(segment);
      index(segment as unknown as Node);
    }
  }
  for (const { node, parentId } of alone) {
    const parent = byId.get(parentId ?? '');
    if (parent !== undefined) parent.subsegments = [...(parent.subsegments ?? []), node];
  }
  const sort = (node: Node): void => {
    node.subsegments?.sort(byStart).forEach(sort);
  };
  for (const segment of segments) sort(segment as unknown as Node);
  return segments.sort(byStart);
};

const byStart = (a: Pick<Subsegment, 'start_time'>, b: Pick<Subsegment, 'start_time'>): number =>
  a.start_time - b.start_time;

/** A segment and everything inside it. */
export function* within(segment: Subsegment): Iterable<Subsegment> {
  yield segment;
  for (const inner of segment.subsegments ?? []) yield* within(inner);
}
