// CloudWatch Logs User Guide, "Supported commands in Logs Insights QL".
import { expect, it } from '@jest/globals';
import { readQueryDefinition } from '../../../lab/logs/query-definition.ts';

const query = (QueryString: string) => ({ Name: 'q', QueryString, LogGroupNames: ['g'] });

it('is taken when all of its commands exist', () => {
  expect(() =>
    readQueryDefinition(query('# why\nfields @message\n| filter a = 1 | sort @timestamp')),
  ).not.toThrow();
});

it.each([
  [query('select *'), '"select" is no command'],
  [query('fields @message | count()'), '"count()" is no command'],
  [{ Name: 'q' }, 'needs Name and QueryString'],
  [{ ...query('fields a'), LogGroupNames: 'g' }, 'LogGroupNames must be a list'],
  [{ ...query('fields a'), Parameters: [] }, 'AWS::Logs::QueryDefinition.Parameters'],
])('%#: is refused: %s', (properties, message) => {
  expect(() => readQueryDefinition(properties)).toThrow(message);
});
