import { AwsError } from '../kernel/aws-error.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { latencies } from '../kernel/latencies.ts';
import type { FaultError } from '../kernel/point.ts';
import type { Caller, Operation, Service } from '../kernel/service.ts';

/** One call of an AWS API, whatever protocol it came by. */
export interface ApiCall {
  /** As `Service.id`. */
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}

/** The one way into every service: where a call takes its latency and a fault may strike. */
export interface Gate {
  register(service: Service): void;
  /** Answers the operation's output. Rejects with `AwsError`, `UnknownOperationException` included. */
  call(call: ApiCall & { readonly caller: Caller }): Promise<unknown>;
}

const struck = ({ name, message, status = 500 }: FaultError): AwsError =>
  new AwsError(name, message, { status });

/** Each call passes the point `<caller> → <service>:<operation>`. */
export const createGate = ({ kernel }: { kernel: Kernel }): Gate => {
  const services = new Map<string, Service>();
  const find = (service: string, operation: string): Operation => {
    const operations = services.get(service)?.operations;
    if (operations && Object.hasOwn(operations, operation)) return operations[operation] as Operation;
    throw new AwsError('UnknownOperationException', `The lab does not support ${service}:${operation}.`);
  };
  return {
    register: (service) => void services.set(service.id, service),
    call: async ({ service, operation, input, caller }) => {
      const perform = find(service, operation);
      const { error } = await kernel.pass(
        { kind: 'call', source: caller.name, target: `${service}:${operation}`, payload: input },
        service === 'dynamodb' ? latencies.dynamoDbCall : latencies.otherCall,
      );
      if (error === undefined) return perform(input, caller);
      if (error.when === 'after') await perform(input, caller);
      throw struck(error);
    },
  };
};
