// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub.

/** Logical ids of the functions' own resources begin with this, as the framework has it. */
const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const arnOf = (logicalId: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [logicalId, attribute] });

interface Allowed {
  readonly Action: readonly string[];
  readonly Resource: unknown;
}

const role = (service: string, statements: readonly Allowed[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      {
        PolicyName: 'own',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
        },
      },
    ],
  },
});

/** A function with its log group and its role. */
const lambda = (name: string, variables: Record<string, unknown>, statements: readonly Allowed[]) => {
  const id = capital(name);
  const write = { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arnOf(`${id}LogGroup`) };
  return {
    [`${id}LogGroup`]: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: `/aws/lambda/library-test-${name}`, RetentionInDays: 30 },
    },
    [`${id}Role`]: role('lambda.amazonaws.com', [write, ...statements]),
    [`${id}LambdaFunction`]: {
      Type: 'AWS::Lambda::Function',
      DependsOn: [`${id}LogGroup`],
      Properties: {
        Code: {
          S3Bucket: { Ref: 'ServerlessDeploymentBucket' },
          S3Key: `serverless/library/test/1767225600000-2026-01-01T00:00:00.000Z/${name}.zip`,
        },
        Handler: `${name}.handler`,
        Runtime: 'nodejs24.x',
        FunctionName: `library-test-${name}`,
        MemorySize: 1024,
        Timeout: 10,
        Environment: { Variables: variables },
        Role: arnOf(`${id}Role`),
      },
    },
  };
};

const permission = (logicalId: string, principal: string, sourceArn: unknown) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    FunctionName: arnOf(logicalId),
    Action: 'lambda:InvokeFunction',
    Principal: principal,
    SourceArn: sourceArn,
  },
});

const route = (key: string) => ({
  Type: 'AWS::ApiGatewayV2::Route',
  Properties: {
    ApiId: { Ref: 'HttpApi' },
    RouteKey: key,
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'LendIntegration' }]] },
  },
});

/** From the day it is lent to the day it is due, and a look whether the book is back. */
const loanPeriod = {
  QueryLanguage: 'JSONata',
  StartAt: 'UntilDue',
  States: {
    UntilDue: { Type: 'Wait', Timestamp: '{% $states.input.dueAt %}', Next: 'Look' },
    Look: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: '${look}', Payload: { book: '{% $states.input.book %}' } },
      Output: { isBack: '{% $states.result.Payload.isBack %}' },
      Retry: [{ ErrorEquals: ['States.ALL'] }],
      Next: 'IsItBack',
    },
    IsItBack: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.isBack %}', Next: 'Back' }],
      Default: 'Overdue',
    },
    Back: { Type: 'Succeed' },
    Overdue: { Type: 'Fail', Error: 'Overdue' },
  },
};

const table = (statement: string) => ({ Action: [`dynamodb:${statement}`], Resource: arnOf('Loans') });

/**
 * A library that lends books, as it would be packaged: an API that writes loans, whose stream becomes events, which
 * become letters and a workflow that waits for the book; and a tally every day.
 */
export const template = {
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'A library',
  Resources: {
    ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket', Properties: {} },

    ...lambda('lend', { LOANS: { Ref: 'Loans' } }, [table('PutItem'), table('UpdateItem')]),
    HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'test-library', ProtocolType: 'HTTP' } },
    HttpApiStage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'HttpApi' }, StageName: '$default', AutoDeploy: true },
    },
    LendIntegration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'HttpApi' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arnOf('LendLambdaFunction'),
        PayloadFormatVersion: '2.0',
      },
    },
    LendRoute: route('POST /loans'),
    ReturnRoute: route('DELETE /loans/{book}'),
    LendPermission: permission('LendLambdaFunction', 'apigateway.amazonaws.com', {
      'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${HttpApi}/*',
    }),
    Loans: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'book', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'book', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      },
    },

    ...lambda('announce', { BUS: { Ref: 'Desk' } }, [
      {
        Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        Resource: arnOf('Loans', 'StreamArn'),
      },
      // ListStreams knows no resource.
      { Action: ['dynamodb:ListStreams'], Resource: '*' },
      { Action: ['events:PutEvents'], Resource: arnOf('Desk') },
    ]),
    AnnounceMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arnOf('Loans', 'StreamArn'),
        FunctionName: arnOf('AnnounceLambdaFunction'),
        StartingPosition: 'TRIM_HORIZON',
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      },
    },
    Desk: { Type: 'AWS::Events::EventBus', Properties: { Name: 'library-desk' } },

    ...lambda('confirm', { LOAN_PERIOD: { Ref: 'LoanPeriod' }, LETTERS: { Ref: 'Letters' } }, [
      { Action: ['states:StartExecution'], Resource: { Ref: 'LoanPeriod' } },
      { Action: ['sqs:SendMessage'], Resource: arnOf('Letters') },
    ]),
    BookLent: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'book-lent',
        EventBusName: { Ref: 'Desk' },
        EventPattern: { source: ['library'], 'detail-type': ['book.lent'] },
        Targets: [{ Id: 'confirm', Arn: arnOf('ConfirmLambdaFunction') }],
      },
    },
    ConfirmPermission: permission('ConfirmLambdaFunction', 'events.amazonaws.com', arnOf('BookLent')),

    ...lambda('post', {}, [
      {
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        Resource: arnOf('Letters'),
      },
    ]),
    Letters: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'letters',
        VisibilityTimeout: 60,
        RedrivePolicy: { deadLetterTargetArn: arnOf('DeadLetters'), maxReceiveCount: 3 },
      },
    },
    DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead-letters' } },
    PostMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arnOf('Letters'), FunctionName: arnOf('PostLambdaFunction') },
    },

    ...lambda('look', { LOANS: { Ref: 'Loans' } }, [table('GetItem')]),
    LoanPeriodRole: role('states.amazonaws.com', [
      { Action: ['lambda:InvokeFunction'], Resource: arnOf('LookLambdaFunction') },
    ]),
    LoanPeriod: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'loan-period',
        RoleArn: arnOf('LoanPeriodRole'),
        DefinitionString: {
          'Fn::Sub': [JSON.stringify(loanPeriod), { look: arnOf('LookLambdaFunction') }],
        },
      },
    },

    ...lambda('tally', { LOANS: { Ref: 'Loans' } }, [table('Scan')]),
    EveryDay: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: 'every-day',
        ScheduleExpression: 'rate(1 day)',
        Targets: [{ Id: 'tally', Arn: arnOf('TallyLambdaFunction') }],
      },
    },
    TallyPermission: permission('TallyLambdaFunction', 'events.amazonaws.com', arnOf('EveryDay')),
  },
  Outputs: {
    HttpApiId: { Value: { Ref: 'HttpApi' } },
    LoansTable: { Value: { Ref: 'Loans' } },
    LoanPeriodArn: { Value: { Ref: 'LoanPeriod' } },
    LettersArn: { Value: arnOf('Letters') },
    DeadLettersArn: { Value: arnOf('DeadLetters') },
  },
};
