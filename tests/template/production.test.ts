import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { copyProject } from '../cli/sls.ts';
import { deploy } from './deployed.ts';
import { templateIn } from './packages.ts';

describe('a stage of production', () => {
  const { folder, sls, remove } = copyProject();
  afterAll(remove);

  it('protects every table from deletion and keeps its history', () => {
    expect(sls('package', '--stage', 'prod-orchestration', '--package', 'packaged')).toMatchObject({
      status: 0,
    });
    const tables = deploy(templateIn(join(folder, 'packaged')), 'prod-orchestration').all(
      'AWS::DynamoDB::Table',
    );
    expect(tables.size).toBeGreaterThan(0);
    for (const [, table] of tables) {
      expect(table).toMatchObject({
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      });
    }
  });
});
