// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { type Artifact, openArtifact } from '../../../lab/template/artifact.ts';

const trustOf = (service: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
});

/** A lending library, as the framework and its plugins package it: every resource type, cut to the essential. */
export const libraryTemplate = {
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'The AWS CloudFormation template for this Serverless application',
  Resources: {
    ServerlessDeploymentBucket: { Type: 'AWS::S3::Bucket', Properties: {} },
    ServerlessDeploymentBucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: { Bucket: { Ref: 'ServerlessDeploymentBucket' }, PolicyDocument: { Statement: [] } },
    },
    LendLogGroup: {
      Type: 'AWS::Logs::LogGroup',
      Properties: { LogGroupName: '/aws/lambda/library-dev-lend' },
    },
    LendLambdaFunction: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: { Ref: 'ServerlessDeploymentBucket' }, S3Key: 'serverless/library/dev/1/lend.zip' },
        Handler: 'src/lend.handler',
        Runtime: 'nodejs24.x',
        FunctionName: 'library-dev-lend',
        Environment: { Variables: { LOANS: { Ref: 'Loans' } } },
        Role: { 'Fn::GetAtt': ['LendRole', 'Arn'] },
      },
      DependsOn: ['LendLogGroup'],
    },
    LendLambdaEvConf: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'LendLambdaFunction' },
        Qualifier: '$LATEST',
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Late', 'Arn'] } } },
      },
    },
    LendPermission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: { 'Fn::GetAtt': ['LendLambdaFunction', 'Arn'] },
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': ['ReturnedRule', 'Arn'] },
      },
    },
    LendMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Loans', 'StreamArn'] },
        FunctionName: { 'Fn::GetAtt': ['LendLambdaFunction', 'Arn'] },
        StartingPosition: 'TRIM_HORIZON',
      },
    },
    ReturnedRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'Desk' },
        EventPattern: { source: ['library'] },
        Targets: [{ Id: 'lend', Arn: { 'Fn::GetAtt': ['LendLambdaFunction', 'Arn'] } }],
      },
    },
    Reading: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        DefinitionString: {
          'Fn::Sub': [
            '{"Resource":"${a1}","Note":"${!kept}"}',
            { a1: { 'Fn::GetAtt': ['LendLambdaFunction', 'Arn'] } },
          ],
        },
        RoleArn: { 'Fn::GetAtt': ['LendRole', 'Arn'] },
        StateMachineName: 'library-dev-reading',
      },
    },
    HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'dev-library', ProtocolType: 'HTTP' } },
    HttpApiStage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'HttpApi' }, StageName: '$default', AutoDeploy: true },
    },
    HttpApiRoute: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'HttpApi' },
        RouteKey: 'POST /loans',
        Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'HttpApiIntegration' }]] },
      },
      DependsOn: 'HttpApiIntegration',
    },
    HttpApiIntegration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'HttpApi' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['LendLambdaFunction', 'Arn'] },
        PayloadFormatVersion: '2.0',
      },
    },
    Desk: { Type: 'AWS::Events::EventBus', Properties: { Name: 'library' } },
    Loans: {
      Type: 'AWS::DynamoDB::Table',
      Properties: { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
    },
    Late: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 60 } },
    LatePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: 'Late' }], PolicyDocument: { Statement: [{ Effect: 'Allow' }] } },
    },
    LendRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trustOf({ 'Fn::Sub': 'lambda.${AWS::Region}.amazonaws.com' }),
        Policies: [
          {
            PolicyName: 'lend',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: { 'Fn::GetAtt': ['Loans', 'Arn'] } },
              ],
            },
          },
        ],
      },
    },
  },
  Outputs: {
    LateUrl: { Value: { Ref: 'Late' }, Export: { Name: 'late-url' } },
    HttpApiUrl: { Value: { 'Fn::GetAtt': ['HttpApi', 'ApiEndpoint'] } },
  },
};

const state = {
  // The provider's stage is serverless.yml's default; the packaged one is only in the upload folder.
  service: { service: 'library', provider: { stage: 'default' } },
  package: { individually: true, artifactDirectoryName: 'serverless/library/dev/1-2026-01-13T10:00:00.000Z' },
};

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

/** An archive of these files, opened. */
export const artifactOf = (files: Readonly<Record<string, string>>): Artifact =>
  openArtifact(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
  );

/** Lays the library's package out in a directory of its own; `change` may replace files, or leave them out. */
export const packageLibrary = (change: Record<string, string | Uint8Array | undefined> = {}): string => {
  const directory = mkdtempSync(join(tmpdir(), 'library-'));
  directories.push(directory);
  const files = {
    'serverless-state.json': JSON.stringify(state),
    'cloudformation-template-update-stack.json': JSON.stringify(libraryTemplate),
    'lend.zip': zipSync({ 'src/lend.js': strToU8('exports.handler = async () => "lent ✓";') }),
    ...change,
  };
  for (const [name, content] of Object.entries(files)) {
    if (content !== undefined) writeFileSync(join(directory, name), content);
  }
  return directory;
};
