import type { Random } from '../kernel/random.ts';
import type { Package } from './load.ts';
import type { Properties } from './properties.ts';

/** What a resource type is given to create one resource. */
export interface Context {
  readonly logicalId: string;
  readonly properties: Properties;
  readonly stackName: string;
  /** Of this resource alone, so that a further resource does not change the names of the others. */
  readonly random: Random;
  readonly artifact: Package['artifact'];
}

/** A created resource, as other resources may refer to it. */
export interface Created {
  /** The value of `Ref`: the physical id. */
  readonly ref: string;
  /** The values of `Fn::GetAtt`. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ResourceType {
  create(context: Context): Created | Promise<Created>;
}

/** Resource types by name: `AWS::SQS::Queue`. */
export type Registry = Readonly<Record<string, ResourceType>>;
