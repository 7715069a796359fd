import { virtualKernel } from '../../../../lab/kernel/kernel.ts';
import { createLab } from '../../../../lab/lab.ts';
import { serve } from '../../../../lab/wire/server/server.ts';
import { credentials } from '../signature/sign.ts';

/** An empty lab in virtual time behind its plain HTTP endpoint, as `npm run lab` has it. */
export const serveLab = async () => {
  const kernel = virtualKernel({ seed: 1, startAt: Date.parse('2026-01-13T10:00:00Z') });
  const lab = createLab(kernel);
  const { settle } = kernel.clock;
  const { port, close } = await serve(lab, { port: 0, host: '127.0.0.1', credentials, settle });
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    ...{ lab, kernel, endpoint },
    /** For clients of the SDK. */
    client: { endpoint, region: 'us-east-1', credentials, maxAttempts: 1 },
    close: () => close(0),
  };
};
