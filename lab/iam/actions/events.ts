import { arn } from '../../kernel/account.ts';
import { byName, everything, type Input, isArn, listOf, type ServiceActions } from './need.ts';

const busArn = (name = 'default'): string => (isArn(name) ? name : arn('events', `event-bus/${name}`));

const bus = ({ Name }: Input): string => busArn(Name);

/** A rule of the default bus has no bus in its ARN. */
const ruleArn = (name: string, busName = 'default'): string => {
  const shortName = isArn(busName) ? busName.split('/').at(-1) : busName;
  return arn('events', shortName === 'default' ? `rule/${name}` : `rule/${shortName}/${name}`);
};

const ruleByName = ({ Name, EventBusName }: Input): string => ruleArn(Name, EventBusName);

const rule = ({ Rule, EventBusName }: Input): string => ruleArn(Rule, EventBusName);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const events: ServiceActions = {
  PutEvents: ({ Entries }) =>
    [...new Set(listOf(Entries).map(({ EventBusName }) => busArn(EventBusName)))].map((each) => ({
      action: 'events:PutEvents',
      resource: each,
    })),
  ...byName('events', ['CreateEventBus', 'DeleteEventBus', 'DescribeEventBus', 'UpdateEventBus'], bus),
  ...byName('events', ['DeleteRule', 'DescribeRule', 'DisableRule', 'EnableRule', 'PutRule'], ruleByName),
  ...byName('events', ['ListTargetsByRule', 'PutTargets', 'RemoveTargets'], rule),
  ...byName(
    'events',
    ['ListEventBuses', 'ListRuleNamesByTarget', 'ListRules', 'TestEventPattern'],
    everything,
  ),
};
