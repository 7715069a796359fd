import type { Authorize } from '../iam/authorize.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { latencies } from '../kernel/latencies.ts';
import type { Latency } from '../kernel/latency.ts';
import type { FaultError } from '../kernel/point.ts';
import type { Caller, Operation, Service } from '../kernel/service.ts';

/** One call of an AWS API, whatever protocol it came by. */
export interface ApiCall {
  /** As `Service.id`. */
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}

type CalledBy = ApiCall & { readonly caller: Caller };

/** The one way into every service: where a call takes its latency and a fault may strike. */
export interface Gate {
  register(service: Service): void;
  /** Answers the operation's output. Rejects with `AwsError`, `UnknownOperationException` included. */
  call(call: CalledBy): Promise<unknown>;
}

const struck = ({ name, message, status = 500, members = {} }: FaultError): AwsError =>
  new AwsError(name, message, { status, members });

export interface GateOptions {
  readonly kernel: Kernel;
  /** Throws for a call that its caller may not make. Default: everybody may everything. */
  readonly authorize?: Authorize;
}

/** Nobody waits for a daemon to upload what was traced. */
const latencyOf = (service: string): Latency | undefined => {
  if (service === 'xray') return undefined;
  return service === 'dynamodb' ? latencies.dynamoDbCall : latencies.otherCall;
};

/** Each call passes the point `<caller> → <service>:<operation>`. */
export const createGate = ({ kernel, authorize }: GateOptions): Gate => {
  const services = new Map<string, Service>();
  const find = (service: string, operation: string): Operation => {
    const operations = services.get(service)?.operations;
    if (operations && Object.hasOwn(operations, operation)) return operations[operation] as Operation;
    const has = operations === undefined ? ` It has ${[...services.keys()].sort().join(', ')}.` : '';
    throw new AwsError(
      'UnknownOperationException',
      `The lab does not support ${service}:${operation}.${has}`,
    );
  };
  const check = ({ service, operation, input, caller }: CalledBy): void => {
    try {
      authorize?.(service, operation, input, caller);
    } catch (error) {
      kernel.tell(caller.name, 'denied', error);
      throw error;
    }
  };
  /** Lets observers know of what the service refused, such as a write whose condition does not hold. */
  const carryOut = (perform: Operation, { input, caller }: CalledBy, as = caller): unknown => {
    const refused = (error: unknown): void => kernel.tell(caller.name, 'refused', { input, error });
    try {
      const output = perform(input, as);
      if (output instanceof Promise) output.catch(refused);
      return output;
    } catch (error) {
      refused(error);
      throw error;
    }
  };
  return {
    register: (service) => void services.set(service.id, service),
    call: async (call) => {
      const { service, operation, input, caller } = call;
      const perform = find(service, operation);
      const { error } = await kernel.pass(
        { kind: 'call', source: caller.name, target: `${service}:${operation}`, payload: input },
        latencyOf(service),
      );
      check(call);
      if (error === undefined) return carryOut(perform, call);
      if (error.entries !== undefined) return carryOut(perform, call, { ...caller, fault: error });
      if (error.when === 'after') await carryOut(perform, call);
      throw struck(error);
    },
  };
};
