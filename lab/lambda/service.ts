import type { Service } from '../kernel/service.ts';
import { type CodePorts, codeOperations } from './operations/code.ts';
import { concurrencyOperations } from './operations/concurrency.ts';
import { eventInvokeConfigOperations } from './operations/event-invoke-config.ts';
import { functionOperations } from './operations/functions.ts';
import { type InvokePorts, invokeOperations } from './operations/invoke.ts';
import { type MappingPorts, mappingOperations } from './operations/mappings.ts';
import { policyOperations } from './operations/policy.ts';

/** The API of Lambda, as far as the lab has it. Source: Lambda API reference. */
export const createService = (ports: InvokePorts & CodePorts & MappingPorts): Service => ({
  id: 'lambda',
  operations: {
    ...invokeOperations(ports),
    ...functionOperations(ports),
    ...codeOperations(ports),
    ...concurrencyOperations(ports),
    ...policyOperations(ports),
    ...eventInvokeConfigOperations(ports),
    ...mappingOperations(ports),
  },
});
