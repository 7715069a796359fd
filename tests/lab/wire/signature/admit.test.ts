import { describe, expect, it } from '@jest/globals';
import { serviceOf } from '../../../../lab/wire/protocols/service-of.ts';
import { admitSigned } from '../../../../lab/wire/signature/admit.ts';
import { request } from '../protocols/request.ts';

const SCOPE = 'AKID/20260113/us-east-1/sts/aws4_request';
const PAIRS = `Credential=${SCOPE}, SignedHeaders=host;x-amz-date, Signature=00`;

const admit = (authorization: string | undefined, service = 'sts', query: Record<string, string> = {}) => {
  const headers = { 'x-amz-date': '20260113T100000Z', ...(authorization !== undefined && { authorization }) };
  return () => admitSigned(request({ headers, query }), service);
};

describe('who is let in', () => {
  it('is whoever signs, with whatever secret', () => {
    expect(admit(`AWS4-HMAC-SHA256 ${PAIRS}`)).not.toThrow();
    const query = {
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': SCOPE,
      'X-Amz-Date': '20260113T100000Z',
      'X-Amz-Expires': '60',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': '00',
    };
    expect(admit(undefined, 'sts', query)).not.toThrow();
  });

  // Codes: the services' API references, "Common errors"; S3 API reference, "Error responses".
  it.each([
    ['sts', 'MissingAuthenticationToken', 403],
    ['events', 'MissingAuthenticationTokenException', 403],
    ['dynamodb', 'MissingAuthenticationTokenException', 400],
    ['s3', 'AccessDenied', 403],
  ])('signs: %s', (service, code, status) => {
    expect(admit(undefined, service)).toThrow(expect.objectContaining({ code, status }));
  });

  it.each([
    ['Bearer abc', "Authorization header requires 'Credential' parameter. "],
    ['AWS4-HMAC-SHA256', "'' not a valid key=value pair (missing equal-sign) in Authorization header: "],
    [`AWS4-HMAC-SHA256 ${SCOPE}`, `'${SCOPE}' not a valid key=value pair (missing equal-sign)`],
    [
      `AWS4-HMAC-SHA256 ${PAIRS.replace('Signature=00', 'x=1')}`,
      "Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256 ",
    ],
    [
      `AWS4-HMAC-SHA256 ${PAIRS.replace('AKID/', 'AK/ID/')}`,
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'AK/ID/",
    ],
  ])('signs in the form of Version 4: %s', (authorization, message) => {
    expect(admit(authorization)).toThrow(
      expect.objectContaining({ code: 'IncompleteSignature', message: expect.stringContaining(message) }),
    );
  });

  it('names what is missing in a query', () => {
    expect(admit(undefined, 'sts', { 'X-Amz-Signature': '00' })).toThrow(
      "AWS query-string parameters must include 'X-Amz-Algorithm'.",
    );
  });

  // What older clients still make by default: `AWSAccessKeyId=…&Signature=…&Expires=…`.
  it('does not sign URLs of S3 in the form of Version 2', () => {
    const query = { AWSAccessKeyId: 'AKID', Signature: '00', Expires: '1' };
    expect(serviceOf(request({ query }))).toBe('s3');
    expect(admit(undefined, 's3', query)).toThrow(
      expect.objectContaining({
        code: 'InvalidRequest',
        message: expect.stringContaining('AWS4-HMAC-SHA256'),
      }),
    );
  });

  it('signs for the region of the lab', () => {
    expect(admit(`AWS4-HMAC-SHA256 ${PAIRS.replace('us-east-1', 'eu-west-2')}`)).toThrow(
      "Credential should be scoped to a valid region, not 'eu-west-2': the lab is us-east-1.",
    );
  });
});
