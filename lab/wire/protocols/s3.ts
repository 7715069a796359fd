import { parseXML } from '@aws-sdk/xml-builder';
import { AwsError } from '../../kernel/aws-error.ts';
import { readChunks } from './aws-chunked.ts';
import { bodyText, type HttpRequest, type HttpResponse } from './http.ts';
import type { Protocol } from './protocol.ts';
import { element, textElement } from './xml.ts';

type Members = Readonly<Record<string, unknown>>;

interface Address {
  readonly bucket: string;
  readonly key: string;
}

const NAMESPACE = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';
const METADATA = 'x-amz-meta-';

/** `<bucket>.s3.amazonaws.com`, `<bucket>.s3.us-east-1.amazonaws.com`, `<bucket>.localhost`. */
const HOSTED = /^(.+?)\.(?:s3[.-]|localhost(?::\d+)?$)/;

/** The bucket is the name of the host, or the first segment of the path. */
const addressOf = ({ path, headers }: HttpRequest): Address => {
  const decoded = decodeURIComponent(path).slice(1);
  const hosted = HOSTED.exec(headers.host ?? '')?.[1];
  if (hosted !== undefined) return { bucket: hosted, key: decoded };
  const slash = decoded.indexOf('/');
  return slash < 0
    ? { bucket: decoded, key: '' }
    : { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
};

/** `?list-type=2`, `?delete` and `?location` choose among operations of one method and path; so do those refused. */
const SUBRESOURCES: Readonly<Record<string, string>> = {
  'GET location': 'GetBucketLocation',
  'POST delete': 'DeleteObjects',
  'POST uploads': 'CreateMultipartUpload',
  'PUT uploadId': 'UploadPart',
  'POST uploadId': 'CompleteMultipartUpload',
  'DELETE uploadId': 'AbortMultipartUpload',
  'GET versions': 'ListObjectVersions',
};

/** Parameters of the query that are no subresources. */
const PARAMETERS = new Set([
  ...['list-type', 'prefix', 'delimiter', 'max-keys', 'start-after', 'continuation-token'],
  ...['encoding-type', 'fetch-owner', 'x-id', 'max-buckets', 'partNumber'],
]);

const VERBS: Readonly<Record<string, string>> = {
  GET: 'Get',
  HEAD: 'Head',
  PUT: 'Put',
  DELETE: 'Delete',
  POST: 'Post',
};

/** `?tagging` of an object → `GetObjectTagging`. */
const subresourceOf = (method: string, name: string, of: string): string =>
  SUBRESOURCES[`${method} ${name}`] ??
  `${VERBS[method]}${of}${name.replace(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase())}`;

/** Source: Amazon S3 API Reference, "Actions". */
const operationOf = ({ method, query, headers }: HttpRequest, { bucket, key }: Address): string => {
  const of = key === '' ? 'Bucket' : 'Object';
  const subresource = Object.keys(query).find(
    (name) => !PARAMETERS.has(name) && !name.toLowerCase().startsWith('x-amz-'),
  );
  if (subresource !== undefined) return subresourceOf(method, subresource, of);
  if (bucket === '') return 'ListBuckets';
  if (headers['x-amz-copy-source'] !== undefined) return 'CopyObject';
  if (of === 'Bucket' && method === 'GET')
    return query['list-type'] === '2' ? 'ListObjectsV2' : 'ListObjects';
  if (of === 'Bucket' && method === 'PUT') return 'CreateBucket';
  return `${VERBS[method]}${of}`;
};

const metadataIn = (headers: HttpRequest['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(METADATA))
      .map(([name, value]) => [name.slice(METADATA.length), value]),
  );

const bodyOf = ({ headers, body }: HttpRequest): Uint8Array => {
  const isChunked =
    headers['content-encoding']?.includes('aws-chunked') === true ||
    headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true;
  return isChunked ? readChunks(body) : body;
};

const readDelete = (request: HttpRequest): Members => {
  const malformed = (): AwsError =>
    new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  try {
    const { Delete } = parseXML(bodyText(request)) as {
      readonly Delete: { readonly Object?: unknown; readonly Quiet?: string };
    };
    const objects = [Delete.Object ?? []].flat() as { readonly Key?: unknown }[];
    if (objects.length > 0 && objects.every(({ Key }) => typeof Key === 'string' && Key !== '')) {
      return { Objects: objects, Quiet: Delete.Quiet === 'true' };
    }
  } catch {
    throw malformed();
  }
  throw malformed();
};

const numberIn = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

const inputOf = (operation: string, request: HttpRequest, { bucket, key }: Address): Members => {
  const { query, headers } = request;
  switch (operation) {
    case 'ListObjectsV2':
      return {
        Bucket: bucket,
        Prefix: query.prefix,
        Delimiter: query.delimiter,
        MaxKeys: numberIn(query['max-keys']),
        StartAfter: query['start-after'],
        ContinuationToken: query['continuation-token'],
        EncodingType: query['encoding-type'],
      };
    case 'DeleteObjects':
      return { Bucket: bucket, Delete: readDelete(request) };
    case 'PutObject':
      return {
        Bucket: bucket,
        Key: key,
        Body: bodyOf(request),
        ContentType: headers['content-type'],
        ContentMD5: headers['content-md5'],
        Metadata: metadataIn(headers),
      };
    default:
      return { Bucket: bucket, Key: key };
  }
};

/** Lists stand flat in S3's XML: as often as there are members, under the list's own name. */
const xmlOf = (name: string, value: unknown): string => {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((member) => xmlOf(name, member)).join('');
  if (typeof value !== 'object' || value === null) return textElement(name, String(value));
  return element(name, membersOf(value as Members));
};

const membersOf = (members: Members): string =>
  Object.entries(members)
    .map(([name, value]) => xmlOf(name, value))
    .join('');

const document = (root: string, inner: string): HttpResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, inner, NAMESPACE)}`,
});

/** Keys as `encoding-type=url` has them: what XML 1.0 cannot hold is written in ASCII. */
const urlEncoded = (output: Members): Members => {
  const encode = (text: unknown): string => encodeURIComponent(String(text)).replaceAll('%2F', '/');
  return {
    ...output,
    EncodingType: 'url',
    Prefix: encode(output.Prefix),
    ...(output.Delimiter !== undefined && { Delimiter: encode(output.Delimiter) }),
    Contents: (output.Contents as Members[]).map((each) => ({ ...each, Key: encode(each.Key) })),
    CommonPrefixes: (output.CommonPrefixes as Members[]).map((each) => ({ Prefix: encode(each.Prefix) })),
  };
};

const objectHeaders = ({ ContentLength, ContentType, ETag, LastModified, Metadata }: Members) => ({
  'accept-ranges': 'bytes',
  'content-length': String(ContentLength),
  'content-type': String(ContentType),
  etag: String(ETag),
  'last-modified': String(LastModified),
  ...Object.fromEntries(
    Object.entries(Metadata as Record<string, string>).map(([name, value]) => [`${METADATA}${name}`, value]),
  ),
});

const EMPTY = { headers: {}, body: '' };

/** What each operation answers; XML under the operation's own root is written by `document`. */
const ANSWERS: Readonly<Record<string, (output: Members, input: Members) => HttpResponse>> = {
  CreateBucket: ({ Location }) => ({ ...EMPTY, status: 200, headers: { location: String(Location) } }),
  DeleteBucket: () => ({ ...EMPTY, status: 204 }),
  DeleteObject: () => ({ ...EMPTY, status: 204 }),
  DeleteObjects: (output) => document('DeleteResult', membersOf(output)),
  GetBucketLocation: (output) => document('LocationConstraint', membersOf(output)),
  GetObject: (output) => ({ status: 200, headers: objectHeaders(output), body: output.Body as Uint8Array }),
  HeadBucket: ({ BucketRegion }) => ({
    ...EMPTY,
    status: 200,
    headers: { 'x-amz-bucket-region': String(BucketRegion) },
  }),
  HeadObject: (output) => ({ status: 200, headers: objectHeaders(output), body: '' }),
  ListBuckets: ({ Buckets }) =>
    document('ListAllMyBucketsResult', element('Buckets', xmlOf('Bucket', Buckets))),
  ListObjectsV2: (output, { EncodingType }) =>
    document('ListBucketResult', membersOf(EncodingType === 'url' ? urlEncoded(output) : output)),
  PutObject: ({ ETag }) => ({ ...EMPTY, status: 200, headers: { etag: String(ETag) } }),
};

/**
 * REST XML as S3 speaks it: buckets by path or by host, bodies as they are.
 * Source: Amazon S3 API Reference, "Actions"; Smithy, "AWS restXml protocol".
 */
export const s3: Protocol = {
  decode: (request, service) => {
    const address = addressOf(request);
    const operation = operationOf(request, address);
    return { service, operation, input: inputOf(operation, request, address) };
  },
  encode: (output, { operation, input }) => {
    const answer = ANSWERS[operation];
    if (answer === undefined) throw new Error(`s3:${operation} has no answer`);
    return answer((output ?? {}) as Members, input as Members);
  },
  encodeError: ({ code, message, status, members }, _service, requestId) => ({
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${element(
      'Error',
      textElement('Code', code) +
        textElement('Message', message) +
        membersOf(members) +
        textElement('RequestId', requestId),
    )}`,
  }),
};
