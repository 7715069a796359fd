// Smithy, "Smithy RPC v2 CBOR protocol".
import { describe, expect, it } from '@jest/globals';
import { cbor, tag } from '@smithy/core/cbor';
import { AwsError } from '../../../../lab/kernel/aws-error.ts';
import { rpcV2Cbor } from '../../../../lab/wire/protocols/rpc-v2-cbor.ts';
import { request } from './request.ts';

const path = '/service/GraniteServiceVersion20100801/operation/PutMetricData';
const seconds = 1_768_298_400;

describe('Smithy RPC v2 CBOR', () => {
  it('takes the operation from the path, and times as their seconds', () => {
    const body = cbor.serialize({ MetricData: [{ Timestamp: tag({ tag: 1, value: seconds }), Value: 2.5 }] });
    expect(rpcV2Cbor.decode(request({ path, body }), 'monitoring')).toEqual({
      service: 'monitoring',
      operation: 'PutMetricData',
      input: { MetricData: [{ Timestamp: seconds, Value: 2.5 }] },
    });
  });

  it('takes an empty body for no members', () => {
    expect(rpcV2Cbor.decode(request({ path }), 'monitoring').input).toEqual({});
  });

  it('tags the times of an answer, alone and in lists, and leaves out what is not there', () => {
    const output = { Timestamps: [seconds], LastModified: seconds, NextToken: undefined };
    const { body, headers } = rpcV2Cbor.encode(
      output,
      { service: '', operation: '', input: {} } as never,
      '',
    );
    expect(headers).toEqual({ 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' });
    expect(cbor.deserialize(body as Uint8Array)).toEqual({
      Timestamps: [expect.objectContaining({ tag: 1, value: seconds })],
      LastModified: expect.objectContaining({ tag: 1, value: seconds }),
    });
  });

  it('names the code of an error in its body', () => {
    const { body, status } = rpcV2Cbor.encodeError(
      new AwsError('ResourceNotFound', 'gone'),
      'monitoring',
      '',
    );
    expect([status, cbor.deserialize(body as Uint8Array)]).toEqual([
      400,
      { __type: 'ResourceNotFound', message: 'gone' },
    ]);
  });

  it.each([
    ['another path', '/', undefined, 'The lab does not support monitoring: POST /.'],
    ['another body', path, new Uint8Array([0x5f]), 'The body is not CBOR.'],
  ])('refuses %s', (_, at, body, message) => {
    const asked = request({ method: 'POST', path: at, ...(body && { body }) });
    expect(() => rpcV2Cbor.decode(asked, 'monitoring')).toThrow(message);
  });
});
