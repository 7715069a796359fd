import { account } from '../../kernel/account.ts';
import { refuseUnknown } from '../properties.ts';
import type { Registry } from '../resource-type.ts';
import { named } from './named.ts';

/** How a bucket is kept matters to nobody: the lab takes a function's code from the package itself. */
const INERT = [
  'BucketName',
  'BucketEncryption',
  'LifecycleConfiguration',
  'OwnershipControls',
  'PublicAccessBlockConfiguration',
  'Tags',
  'VersioningConfiguration',
];

/** Buckets hold nothing in the lab: the deployment bucket is kept by name, for those who refer to it. */
export const s3Resources: Registry = {
  'AWS::S3::Bucket': {
    create: (context) => {
      refuseUnknown('AWS::S3::Bucket', context.properties, INERT);
      // Bucket names are lower-case.
      const name = named(context, 'BucketName', 63).name.toLowerCase();
      return {
        ref: name,
        attributes: {
          Arn: `arn:${account.partition}:s3:::${name}`,
          DomainName: `${name}.s3.${account.urlSuffix}`,
          RegionalDomainName: `${name}.s3.${account.region}.${account.urlSuffix}`,
        },
      };
    },
  },
  'AWS::S3::BucketPolicy': {
    create: ({ properties }) => {
      refuseUnknown('AWS::S3::BucketPolicy', properties, ['Bucket', 'PolicyDocument']);
      return { ref: String(properties.Bucket), attributes: {} };
    },
  },
};
