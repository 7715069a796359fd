import { AwsError } from '../../kernel/aws-error.ts';
import type { Objects } from '../../kernel/ports.ts';
import { fetchArchive, openArtifact } from '../../template/artifact.ts';
import { codeIn } from '../../template/resources/lambda-code.ts';
import type { FunctionCode, LambdaFunction, Registry } from '../functions.ts';
import type { Properties } from '../properties.ts';
import type { Resources } from '../resources.ts';
import { functionConfiguration } from './function-configuration.ts';
import { latest, type OfFunction } from './latest.ts';

export interface CodePorts {
  readonly registry: Registry;
  readonly resources: Resources;
  readonly objects: Objects | undefined;
}

/** An archive: in the request, in base64, or in S3. */
interface CodeLocation {
  readonly ZipFile?: string;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
}

interface UpdateFunctionCodeInput extends OfFunction, CodeLocation {
  readonly Architectures?: readonly string[];
  readonly RevisionId?: string;
  readonly Publish?: boolean;
  readonly DryRun?: boolean;
}

const UPDATE_CODE = [
  'FunctionName',
  'ZipFile',
  'S3Bucket',
  'S3Key',
  'Architectures',
  'RevisionId',
  'Publish',
  'DryRun',
];

const invalid = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, { members: { Type: 'User' } });

const filesIn = (bytes: Uint8Array): ReturnType<typeof openArtifact> => {
  try {
    return openArtifact(bytes);
  } catch {
    throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
};

const refusePublish = (operation: string, publish: boolean | undefined): void => {
  if (publish) throw new Error(`${operation}.Publish is not supported by the lab, which has no versions`);
};

const assertRevision = (fn: LambdaFunction, revisionId: string | undefined): void => {
  if (revisionId === undefined || revisionId === fn.revisionId) return;
  throw new AwsError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to ' +
      'retrieve the latest Revision Id',
    { status: 412, members: { Type: 'User' } },
  );
};

/** Members of the API that CloudFormation writes otherwise. An empty list of layers is none. */
const propertiesOf = ({ KMSKeyArn, Tags, Layers, ...input }: Properties): Properties => ({
  ...input,
  ...(KMSKeyArn !== undefined && { KmsKeyArn: KMSKeyArn }),
  ...(Tags !== undefined && { Tags: Object.entries(Tags as object).map(([Key, Value]) => ({ Key, Value })) }),
  ...(Array.isArray(Layers) && Layers.length === 0 ? {} : { Layers }),
});

/** Functions, made and changed, which takes no time. Source: Lambda API reference. */
export const codeOperations = ({ registry, resources, objects }: CodePorts) => {
  const archive = ({ ZipFile, S3Bucket, S3Key }: CodeLocation): Uint8Array => {
    if (ZipFile !== undefined) return Buffer.from(ZipFile, 'base64');
    if (S3Bucket === undefined || S3Key === undefined)
      throw invalid('Please provide a source for function code.');
    return fetchArchive(objects, S3Bucket, S3Key);
  };
  const codeOf = (location: CodeLocation, handler: unknown): FunctionCode =>
    codeIn(filesIn(archive(location)), handler, location.S3Key ?? 'the archive');

  const change = (fn: LambdaFunction, properties: Properties, code: FunctionCode) => {
    resources.updateFunction(fn.name, properties, code);
    return functionConfiguration(registry.get(fn.name));
  };

  return {
    CreateFunction: ({ Code, Publish, ...input }: Properties & { Code: CodeLocation; Publish?: boolean }) => {
      refusePublish('CreateFunction', Publish);
      const { name } = resources.createFunction(
        propertiesOf(input),
        codeOf(Code, (input as Properties).Handler),
      );
      return functionConfiguration(registry.get(name));
    },
    UpdateFunctionCode: (input: UpdateFunctionCodeInput) => {
      const { Architectures, RevisionId, Publish, DryRun } = input;
      const unknown = Object.keys(input).find((name) => !UPDATE_CODE.includes(name));
      if (unknown !== undefined) throw new Error(`UpdateFunctionCode.${unknown} is not supported by the lab`);
      refusePublish('UpdateFunctionCode', Publish);
      const fn = latest(registry, input);
      assertRevision(fn, RevisionId);
      const code = codeOf(input, fn.deployment.handler);
      if (DryRun) return functionConfiguration(fn);
      return change(fn, { ...fn.properties, ...(Architectures && { Architectures }) }, code);
    },
    UpdateFunctionConfiguration: ({
      FunctionName,
      RevisionId,
      ...input
    }: Properties & { readonly FunctionName: string; readonly RevisionId?: string }) => {
      const fn = latest(registry, { FunctionName });
      assertRevision(fn, RevisionId);
      return change(fn, { ...fn.properties, ...propertiesOf(input) }, fn.code);
    },
  };
};
