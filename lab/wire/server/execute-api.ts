import type { HttpApi } from '../../http-api/http-api.ts';
import { type HttpResponse, type Identity, messageResponse } from '../../http-api/http-message.ts';
import { account } from '../../kernel/account.ts';
import type { AwsError } from '../../kernel/aws-error.ts';
import { identityOf } from '../../sts/identity.ts';
import type { HttpRequest } from '../protocols/http.ts';
import { Malformed, parseSignature } from '../signature/parse.ts';
import { isValid } from '../signature/verify.ts';

/** An access key that the lab knows the secret of. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Which API a request is for. */
export interface ApiAddress {
  readonly apiId: string;
  /** As the API's own endpoint would see it, with the query. */
  readonly path: string;
}

const HOST = new RegExp(`^([a-z0-9]+)\\.execute-api\\.${account.region}\\.${account.urlSuffix}(:\\d+)?$`);
const PATH = /^\/_aws\/execute-api\/([a-z0-9]+)(\/[^?]*)?(\?.*)?$/s;

/**
 * An API by the name of its endpoint, `<apiId>.execute-api.<region>.amazonaws.com`, or, where no name leads to
 * the lab, by a path in its place: `/_aws/execute-api/<apiId>/…`. `target` is path and query as sent.
 */
export const apiAddress = (host: string | undefined, target: string): ApiAddress | undefined => {
  const byHost = HOST.exec(host ?? '')?.[1];
  if (byHost !== undefined) return { apiId: byHost, path: target };
  const [, apiId, path = '/', query = ''] = PATH.exec(target) ?? [];
  return apiId === undefined ? undefined : { apiId, path: path + query };
};

const identity = ({ accessKeyId }: Credentials): Identity => {
  const { userId, arn } = identityOf({ name: 'user' });
  return { accessKey: accessKeyId, accountId: account.accountId, callerId: userId, userArn: arn, userId };
};

/** Whom IAM finds behind the signature, or why it finds nobody; neither for an unsigned request. */
const authenticate = (
  request: HttpRequest,
  target: string,
  credentials: Credentials,
  now: number,
): { readonly identity?: Identity; readonly problem?: string } => {
  try {
    const signature = parseSignature(request);
    if (signature === undefined) return {};
    if (signature.accessKeyId !== credentials.accessKeyId) {
      return { problem: `the lab knows no access key ${signature.accessKeyId}` };
    }
    if (signature.service !== 'execute-api' || signature.region !== account.region) {
      return { problem: `signed for ${signature.service} in ${signature.region}` };
    }
    if (!isValid({ ...request, target }, signature, credentials.secretAccessKey, now)) {
      return { problem: 'the signature does not match, or is over' };
    }
    return { identity: identity(credentials) };
  } catch (error) {
    if (error instanceof Malformed) return { problem: error.message };
    throw error;
  }
};

/** An answer, and why nobody was found behind the signature. */
interface Served {
  readonly response: HttpResponse;
  readonly problem?: string | undefined;
}

/**
 * Requests to HTTP APIs. The signature is verified; where a route asks for one and it is wrong, the answer is
 * 403 `Forbidden`, as API Gateway's. `target` is path and query as sent, which the signature covers.
 */
export const createExecuteApi =
  (ports: { readonly httpApi: HttpApi; readonly credentials: Credentials; readonly now: () => number }) =>
  async ({ apiId, path }: ApiAddress, request: HttpRequest, target: string): Promise<Served> => {
    const { identity, problem } = authenticate(request, target, ports.credentials, ports.now());
    const { method, headers, body } = request;
    const response = await ports.httpApi.request({
      ...{ apiId, path, method, headers, body },
      ...(identity && { identity }),
    });
    return { response, problem };
  };

/** What API Gateway answers to a body that could not be read. */
export const unreadable = ({ status }: AwsError): HttpResponse =>
  status === 413 ? messageResponse(413, 'Request Entity Too Large') : messageResponse(400, 'Bad Request');
