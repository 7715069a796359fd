import { describe, expect, it } from '@jest/globals';
import { loadPackage } from '../../lab/template/load.ts';
import type { Pattern } from '../../scripts/comparison/minimum.ts';
import { packageDirectory } from '../../scripts/comparison/package-stages.ts';
import { readScenarios, type Scenario } from '../../scripts/comparison/scenario.ts';
import { breakOf, type Cut, cutsOf, type Play, scenarioPlay } from './permissions.ts';
import { redrivePlay } from './redrive.ts';

const all = readScenarios('events/scenarios');
const scenario = (name: string): Play => scenarioPlay(all.find((each) => each.name === name) as Scenario);

/** Success, failure and redrive: between them they need everything that the roles hold; the quickest first. */
const PLAYS: readonly Play[] = [
  ...['happy', 'lost-created', 'no-chef'].map(scenario),
  redrivePlay,
  scenario('contention'),
];

/**
 * What AWS asks of a role for tracing beside xray:PutTraceSegments, and nobody in the lab does: the daemon's reports on
 * itself, and the rules and targets of Step Functions' own sampling.
 * https://docs.aws.amazon.com/xray/latest/devguide/security_iam_id-based-policy-examples.html
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
 */
const ASKED_BY_TRACING = ['xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'];

/** No role of the stage holds a permission that nothing needs: without any one of them something breaks. */
export const expectEveryPermissionNeeded = (pattern: Pattern): void => {
  const pkg = loadPackage(packageDirectory(process.cwd(), pattern));
  const cuts = cutsOf(pkg).filter(({ action }) => !ASKED_BY_TRACING.includes(action));

  const firstBreak = async (cut: Cut): Promise<string | undefined> => {
    for (const play of PLAYS) {
      const broken = await breakOf(cut.pkg, pattern, play);
      if (broken !== undefined) return `${play.name}: ${broken}`;
    }
    return undefined;
  };

  describe(`the roles of ${pattern}`, () => {
    it.each(PLAYS)('are enough for $name: $title', async (play) => {
      expect(await breakOf(pkg, pattern, play)).toBeUndefined();
    });

    it.each(cuts)('need, for $role, $action on $resource', async (cut) => {
      // Denied, or refused for want of the permission, or silent: nothing else may be why.
      expect(await firstBreak(cut)).toMatch(
        / not authorized to perform: | permissions to call |Cannot access stream | assume|logs nothing/,
      );
    });
  });
};
