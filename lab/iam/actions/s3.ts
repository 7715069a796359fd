import { account } from '../../kernel/account.ts';
import { byName, everything, type Input, listOf, need, type ServiceActions } from './need.ts';

/** Names of buckets are global: their ARNs name neither region nor account. */
const bucket = ({ Bucket }: Input): string => `arn:${account.partition}:s3:::${Bucket}`;

const object = ({ Bucket, Key }: Input): string => `arn:${account.partition}:s3:::${Bucket}/${Key}`;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
export const s3: ServiceActions = {
  ...byName('s3', ['DeleteObject', 'GetObject', 'PutObject'], object),
  HeadObject: need('s3:GetObject', object),
  DeleteObjects: ({ Bucket, Delete }) =>
    listOf(Delete?.Objects).map(({ Key }) => ({
      action: 's3:DeleteObject',
      resource: object({ Bucket, Key }),
    })),
  ...byName('s3', ['CreateBucket', 'DeleteBucket', 'GetBucketLocation'], bucket),
  HeadBucket: need('s3:ListBucket', bucket),
  ListObjectsV2: need('s3:ListBucket', bucket),
  ListBuckets: need('s3:ListAllMyBuckets', everything),
};
