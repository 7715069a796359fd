import { type LogGroup, type LogGroupStore, logGroupArn } from '../groups.ts';
import { RETENTIONS } from '../retention.ts';
import { invalid, limitOf, pageOf } from './page.ts';

interface Named {
  readonly logGroupName: string;
}

const GROUPS_PER_PAGE = 50;

const describe = ({ name, creationTime, retentionInDays, events }: LogGroup) => ({
  logGroupName: name,
  creationTime,
  ...(retentionInDays !== undefined && { retentionInDays }),
  metricFilterCount: 0,
  arn: `${logGroupArn(name)}:*`,
  logGroupArn: logGroupArn(name),
  storedBytes: events.reduce((bytes, { message }) => bytes + Buffer.byteLength(message), 0),
  logGroupClass: 'STANDARD',
});

/** What is done with log groups. Source: CloudWatch Logs API Reference. */
export const groupOperations = (groups: LogGroupStore) => ({
  CreateLogGroup: ({ logGroupName }: Named) => {
    if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(logGroupName)) {
      throw invalid(
        `1 validation error detected: Value '${logGroupName}' at 'logGroupName' failed to satisfy constraint: ` +
          'Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+',
      );
    }
    groups.create(logGroupName, undefined);
  },
  DeleteLogGroup: ({ logGroupName }: Named) => groups.delete(logGroupName),
  DescribeLogGroups: (input: {
    readonly logGroupNamePrefix?: string;
    readonly logGroupNamePattern?: string;
    readonly limit?: number;
    readonly nextToken?: string;
  }) => {
    const { logGroupNamePrefix: prefix = '', logGroupNamePattern: pattern = '', nextToken } = input;
    const found = [...groups.all()]
      .filter(({ name }) => name.startsWith(prefix) && name.toLowerCase().includes(pattern.toLowerCase()))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const limit = limitOf(input.limit, GROUPS_PER_PAGE);
    const { page, ...rest } = pageOf(found, ({ name }) => name, { nextToken, limit });
    for (const group of page) groups.events(group);
    return { logGroups: page.map(describe), ...rest };
  },
  PutRetentionPolicy: ({ logGroupName, retentionInDays }: Named & { readonly retentionInDays: number }) => {
    if (!RETENTIONS.has(retentionInDays)) {
      throw invalid(
        `1 validation error detected: Value '${retentionInDays}' at 'retentionInDays' failed to satisfy ` +
          `constraint: Member must satisfy enum value set: [${[...RETENTIONS].join(', ')}]`,
      );
    }
    groups.get(logGroupName).retentionInDays = retentionInDays;
  },
  DeleteRetentionPolicy: ({ logGroupName }: Named) => {
    groups.get(logGroupName).retentionInDays = undefined;
  },
});
