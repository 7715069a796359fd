import { AwsError } from '../../kernel/aws-error.ts';
import { bodyText, type HttpRequest } from './http.ts';
import type { Protocol } from './protocol.ts';
import { faultOf, queryCodeOf } from './query/codes.ts';
import { readParameters } from './query/parameters.ts';
import { queryServiceOf } from './query/services.ts';
import { shape } from './query/shape.ts';
import { write } from './query/write.ts';
import { element, textElement } from './xml.ts';

const XML_TYPE = { 'content-type': 'text/xml' };

const namespaceOf = (service: string): string => {
  const { namespace } = queryServiceOf(service);
  return namespace === undefined ? '' : ` xmlns="${namespace}"`;
};

const parametersOf = (request: HttpRequest): Iterable<readonly [string, string]> =>
  request.method === 'POST' ? new URLSearchParams(bodyText(request)) : Object.entries(request.query);

/**
 * AWS query: the operation and its members as parameters of a form, the answer as XML. Source: Smithy, "AWS query
 * protocol".
 */
export const query: Protocol = {
  decode: (request, service) => {
    const { Action, Version: _version, ...parameters } = readParameters(parametersOf(request));
    if (typeof Action !== 'string') {
      throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
    }
    return { service, operation: Action, input: shape(queryServiceOf(service), Action, parameters) };
  },
  encode: (output, { service, operation }, requestId) => {
    const result = write(queryServiceOf(service), operation, `${operation}Result`, output ?? {});
    const metadata = element('ResponseMetadata', textElement('RequestId', requestId));
    return {
      status: 200,
      headers: XML_TYPE,
      body: element(`${operation}Response`, result + metadata, namespaceOf(service)),
    };
  },
  encodeError: (error, service, requestId) => {
    const inner =
      textElement('Type', faultOf(error)) +
      textElement('Code', queryCodeOf(service, error.code)) +
      textElement('Message', error.message) +
      Object.entries(error.members)
        .map(([name, value]) => write({}, '', name, value))
        .join('');
    const body = element('Error', inner) + textElement('RequestId', requestId);
    return {
      status: error.status,
      headers: XML_TYPE,
      body: element('ErrorResponse', body, namespaceOf(service)),
    };
  },
};
