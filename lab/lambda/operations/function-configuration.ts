import { account } from '../../kernel/account.ts';
import type { LambdaFunction } from '../functions.ts';

/** As Lambda writes times of functions: `2026-01-01T00:00:00.000+0000`. */
const timestamp = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');

const runtimeVersion = `arn:${account.partition}:lambda:${account.region}::runtime:lab`;

/** A function as the API describes it: created and updated at once. Source: Lambda API reference, "FunctionConfiguration". */
export const functionConfiguration = (fn: LambdaFunction) => {
  const { Runtime, Description = '', Architectures, EphemeralStorage, KmsKeyArn } = fn.properties;
  const { deployment, variables } = fn;
  return {
    FunctionName: fn.name,
    FunctionArn: fn.arn,
    Runtime,
    Role: fn.roleArn,
    Handler: deployment.handler,
    CodeSize: fn.code.size,
    Description,
    Timeout: deployment.timeout,
    MemorySize: deployment.memorySize,
    LastModified: timestamp(fn.lastModified),
    CodeSha256: fn.code.sha256,
    Version: '$LATEST',
    ...(Object.keys(variables).length > 0 && { Environment: { Variables: variables } }),
    ...(KmsKeyArn !== undefined && { KMSKeyArn: KmsKeyArn }),
    TracingConfig: { Mode: fn.tracing },
    RevisionId: fn.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: Architectures ?? ['x86_64'],
    EphemeralStorage: EphemeralStorage ?? { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersion },
    LoggingConfig: { LogFormat: 'Text', LogGroup: deployment.logGroup },
  };
};

/** Tags by name: CloudFormation has them as a list. */
export const tagsOf = ({ properties }: LambdaFunction): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ((properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[]).map(
      ({ Key, Value }) => [Key, Value],
    ),
  );
