import type { Lab } from '../../lab/lab.ts';
import { type LabServer, type ServerOptions, serve } from '../../lab/wire/server/server.ts';
import { Failure } from '../cli/command.ts';

/** Node's codes for why a server cannot listen, as a sentence. */
const REASONS: Readonly<Record<string, (where: string) => string>> = {
  EACCES: (where) => `${where} may not be listened on; choose a port from 1024 on with --port`,
  EAFNOSUPPORT: (where) => `${where} is no address of this machine; see --host`,
  EAI_AGAIN: (where) => `the name server does not answer for ${where}; give an address with --host`,
  EADDRINUSE: (where) => `${where} is in use; stop what listens there, or choose another port with --port`,
  EADDRNOTAVAIL: (where) => `${where} is no address of this machine; see --host`,
  // As for a link-local address without its interface.
  EINVAL: (where) => `${where} is no address of this machine; see --host`,
  ENOTFOUND: (where) => `${where} is no address of this machine; see --host`,
};

/** Starts to serve a lab. @throws Failure when it cannot listen there */
export const listen = async (lab: Lab, options: ServerOptions): Promise<LabServer> => {
  try {
    return await serve(lab, options);
  } catch (error) {
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    const { host, port } = options;
    const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    throw new Failure(reason(where), { cause: error });
  }
};
