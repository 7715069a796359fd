import type { Random } from '../kernel/random.ts';
import type { Artifact } from './artifact.ts';
import type { Properties } from './properties.ts';

/** What a resource type is given to create or update one resource. */
export interface Context {
  readonly logicalId: string;
  readonly properties: Properties;
  readonly stackName: string;
  /**
   * Of this resource alone, so that a further resource does not change the names of the others. The same again
   * when the resource is updated, so that it finds the name it was given.
   */
  readonly random: Random;
  /** The archive of a function's code. */
  artifact(s3Key: string, s3Bucket: string): Artifact;
}

/** A created resource, as other resources may refer to it. */
export interface Created {
  /** The value of `Ref`: the physical id. */
  readonly ref: string;
  /** The values of `Fn::GetAtt`. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A resource that was created, with the properties that it has. */
export interface Existing extends Created {
  readonly properties: Properties;
}

/** How resources of a type are made, changed and deleted. Errors are in the service's words. */
export interface ResourceType {
  create(context: Context): Created | Promise<Created>;
  /** Gives the resource new properties in place: it stays what it is, and keeps what it holds. */
  update(context: Context, existing: Existing): Created | Promise<Created>;
  delete(existing: Existing): unknown;
}

/** Resource types by name: `AWS::SQS::Queue`. */
export type Registry = Readonly<Record<string, ResourceType>>;
