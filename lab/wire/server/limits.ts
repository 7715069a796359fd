const MIB = 1024 * 1024;

/**
 * The largest request bodies in bytes, where a service takes more than most. DynamoDB: "Service quotas", API
 * payload; Lambda: a deployment package of 50 MB in base64; S3 takes 5 GiB, the lab as much as memory bears.
 */
const LARGEST: Readonly<Record<string, number>> = {
  dynamodb: 16 * MIB,
  'execute-api': 10 * MIB,
  lambda: 70 * MIB,
  s3: 256 * MIB,
};
const OTHERS = 4 * MIB;

/** What a request may hold before its service looks at it. */
export const largestBody = (service: string): number => LARGEST[service] ?? OTHERS;
