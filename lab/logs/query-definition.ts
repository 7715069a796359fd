import { AwsError } from '../kernel/aws-error.ts';
import type { Properties } from '../template/properties.ts';

/** A saved query, which nobody runs in the lab. */
export interface QueryDefinition {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly logGroups: readonly string[];
  /** Epoch ms. */
  readonly lastModified: number;
}

const TYPE = 'AWS::Logs::QueryDefinition';
const KNOWN = ['Name', 'QueryString', 'LogGroupNames'];

/** Source: CloudWatch Logs User Guide, "Supported commands in Logs Insights QL". */
const COMMANDS = ['dedup', 'display', 'fields', 'filter', 'limit', 'parse', 'sort', 'stats'];

/**
 * Reads an AWS::Logs::QueryDefinition: all of its commands exist.
 * @throws Error naming the property, or the command
 */
export const readQueryDefinition = (
  properties: Properties,
): Pick<QueryDefinition, 'name' | 'query' | 'logGroups'> => {
  const unknown = Object.keys(properties).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw new Error(`${TYPE}.${unknown} is not supported by the lab`);
  const { Name: name, QueryString: query, LogGroupNames: groups = [] } = properties;
  if (typeof name !== 'string' || typeof query !== 'string')
    throw new Error(`${TYPE} needs Name and QueryString`);
  if (!Array.isArray(groups)) throw new Error(`${TYPE}.LogGroupNames must be a list`);
  const lines = query.split('\n').filter((line) => !line.trim().startsWith('#'));
  // A pipe within a string or a regular expression would be taken for one between commands: none is used so.
  for (const command of lines.join('\n').split('|')) {
    const [word = ''] = command.trim().split(/\s/);
    if (!COMMANDS.includes(word)) throw new Error(`${TYPE}.QueryString of ${name}: "${word}" is no command`);
  }
  return { name, query, logGroups: groups.map(String) };
};

export const unknownQueryDefinition = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'The specified query definition does not exist.');
