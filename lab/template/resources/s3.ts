import { account } from '../../kernel/account.ts';
import type { S3 } from '../engines.ts';
import { type NamedBy, refuseUnknown } from '../properties.ts';
import type { Context, Created, Registry } from '../resource-type.ts';
import { named } from './named.ts';

/** Bucket names are lower-case. */
const bucketOf = (context: Context): NamedBy<'BucketName'> => {
  const { name, properties } = named(context, 'BucketName', 63);
  return { ...properties, BucketName: name.toLowerCase() };
};

const createdAs = (name: string): Created => ({
  ref: name,
  attributes: {
    Arn: `arn:${account.partition}:s3:::${name}`,
    DomainName: `${name}.s3.${account.urlSuffix}`,
    RegionalDomainName: `${name}.s3.${account.region}.${account.urlSuffix}`,
  },
});

/** What a bucket's policy says is inert: everybody here is of the account, and comes as if by TLS. */
const bucketPolicyOf = ({ properties }: Context): Created => {
  refuseUnknown('AWS::S3::BucketPolicy', properties, ['Bucket', 'PolicyDocument']);
  return { ref: String(properties.Bucket), attributes: {} };
};

export const s3Resources = (s3: S3): Registry => ({
  'AWS::S3::Bucket': {
    create: async (context) => {
      const properties = bucketOf(context);
      await s3.createBucket(properties);
      return createdAs(properties.BucketName);
    },
    update: async (context, { ref, attributes }) => {
      await s3.updateBucket(ref, bucketOf(context));
      return { ref, attributes };
    },
    delete: ({ ref }) => s3.deleteBucket(ref),
  },
  'AWS::S3::BucketPolicy': {
    create: bucketPolicyOf,
    update: bucketPolicyOf,
    delete: () => {},
  },
});
