import { AwsError } from '../../kernel/aws-error.ts';
import { bodyText, type HttpRequest } from './http.ts';
import type { Protocol } from './protocol.ts';
import { readParameters } from './query-parameters.ts';
import { element, textElement } from './xml.ts';

interface QueryService {
  readonly namespace: string;
  /** Members of outputs that are maps, which XML writes as entries. */
  readonly maps?: readonly string[];
}

/** The services that speak it. Sources: the `xmlNamespace` trait of each service's model. */
const SERVICES: Readonly<Record<string, QueryService>> = {
  cloudformation: { namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/' },
  sns: { namespace: 'http://sns.amazonaws.com/doc/2010-03-31/', maps: ['Attributes'] },
  sts: { namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
};

const xmlOf = (name: string, value: unknown, maps: readonly string[]): string => {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    return element(name, value.map((item) => xmlOf('member', item, maps)).join(''));
  }
  if (typeof value !== 'object') return textElement(name, String(value));
  const entries = Object.entries(value);
  const inner = maps.includes(name)
    ? entries.map(([key, item]) => element('entry', textElement('key', key) + xmlOf('value', item, maps)))
    : entries.map(([member, item]) => xmlOf(member, item, maps));
  return element(name, inner.join(''));
};

const XML_TYPE = { 'content-type': 'text/xml' };

const namespaceOf = (service: string): string => {
  const namespace = SERVICES[service]?.namespace;
  return namespace === undefined ? '' : ` xmlns="${namespace}"`;
};

const parametersOf = (request: HttpRequest): Iterable<readonly [string, string]> =>
  request.method === 'POST' ? new URLSearchParams(bodyText(request)) : Object.entries(request.query);

/**
 * AWS query: the operation and its members as parameters of a form, the answer as XML. All members arrive as text.
 * Source: Smithy, "AWS query protocol".
 */
export const query: Protocol = {
  decode: (request, service) => {
    const { Action, Version: _version, ...input } = readParameters(parametersOf(request));
    if (typeof Action !== 'string') {
      throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
    }
    return { service, operation: Action, input };
  },
  encode: (output, { service, operation }, requestId) => {
    const result = xmlOf(`${operation}Result`, output ?? {}, SERVICES[service]?.maps ?? []);
    const metadata = element('ResponseMetadata', textElement('RequestId', requestId));
    return {
      status: 200,
      headers: XML_TYPE,
      body: element(`${operation}Response`, result + metadata, namespaceOf(service)),
    };
  },
  encodeError: ({ code, message, status, members }, service, requestId) => {
    const error =
      textElement('Type', status < 500 ? 'Sender' : 'Receiver') +
      textElement('Code', code) +
      textElement('Message', message) +
      Object.entries(members)
        .map(([name, value]) => xmlOf(name, value, []))
        .join('');
    const body = element('Error', error) + textElement('RequestId', requestId);
    return { status, headers: XML_TYPE, body: element('ErrorResponse', body, namespaceOf(service)) };
  },
};
