import { invalid } from '../errors.ts';
import { readSegment } from '../segment.ts';
import type { Store } from '../store.ts';

/** https://docs.aws.amazon.com/xray/latest/api/API_PutTraceSegments.html */
export const putTraceSegments =
  (store: Store) =>
  ({ TraceSegmentDocuments: documents }: { readonly TraceSegmentDocuments?: readonly string[] }) => {
    if (documents === undefined) throw invalid('TraceSegmentDocuments is missing.');
    const UnprocessedTraceSegments = documents.flatMap((text) => {
      const read = readSegment(text);
      if ('code' in read) {
        const { id, code } = read;
        return [
          {
            ...(id !== undefined && { Id: id }),
            ErrorCode: code,
            Message: `Invalid segment. ErrorCode: ${code}`,
          },
        ];
      }
      store.put(read, text);
      return [];
    });
    return { UnprocessedTraceSegments };
  };
