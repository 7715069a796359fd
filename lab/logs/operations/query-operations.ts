import type { Random } from '../../kernel/random.ts';
import type { Properties } from '../../template/properties.ts';
import { type QueryDefinition, unknownQueryDefinition } from '../query-definition.ts';
import { limitOf, pageOf } from './page.ts';

const DEFINITIONS_PER_PAGE = 1000;

/** What is done with saved queries. Source: CloudWatch Logs API Reference. */
export const queryOperations = (ports: {
  readonly random: Random;
  readonly queries: ReadonlyMap<string, QueryDefinition>;
  readonly createQueryDefinition: (properties: Properties, id: string) => void;
  readonly updateQueryDefinition: (id: string, properties: Properties) => void;
  readonly deleteQueryDefinition: (id: string) => void;
}) => ({
  PutQueryDefinition: (input: {
    readonly queryDefinitionId?: string;
    readonly name: string;
    readonly queryString: string;
    readonly logGroupNames?: readonly string[];
  }) => {
    const {
      queryDefinitionId,
      name: Name,
      queryString: QueryString,
      logGroupNames: LogGroupNames = [],
    } = input;
    const properties = { Name, QueryString, LogGroupNames };
    const id = queryDefinitionId ?? ports.random.uuid();
    if (queryDefinitionId === undefined) ports.createQueryDefinition(properties, id);
    else ports.updateQueryDefinition(id, properties);
    return { queryDefinitionId: id };
  },
  DescribeQueryDefinitions: (input: {
    readonly queryDefinitionNamePrefix?: string;
    readonly maxResults?: number;
    readonly nextToken?: string;
  }) => {
    const { queryDefinitionNamePrefix: prefix = '', nextToken } = input;
    const found = [...ports.queries.values()].filter(({ name }) => name.startsWith(prefix));
    const limit = limitOf(input.maxResults, DEFINITIONS_PER_PAGE);
    const { page, ...rest } = pageOf(found, ({ id }) => id, { nextToken, limit });
    return {
      queryDefinitions: page.map(({ id, name, query, logGroups, lastModified }) => ({
        ...{ name, lastModified, queryDefinitionId: id, queryString: query, logGroupNames: logGroups },
      })),
      ...rest,
    };
  },
  DeleteQueryDefinition: ({ queryDefinitionId }: { readonly queryDefinitionId: string }) => {
    if (!ports.queries.has(queryDefinitionId)) throw unknownQueryDefinition();
    ports.deleteQueryDefinition(queryDefinitionId);
    return { success: true };
  },
});
