import { environment } from '../environment.ts';

/**
 * What every client is made with. A function's credentials are in its environment and last as long as it does. So the
 * SDK's whole credential chain (SSO, process, IMDS, …) is not asked, and can be left out of the bundle; see
 * left-out.ts. Each client has a file of its own: a bundle reads only those that its function uses.
 */
export const settings = () => ({
  region: environment('AWS_REGION'),
  credentials: {
    accessKeyId: environment('AWS_ACCESS_KEY_ID'),
    secretAccessKey: environment('AWS_SECRET_ACCESS_KEY'),
    sessionToken: environment('AWS_SESSION_TOKEN'),
  },
});
