import { Buffer } from 'node:buffer';
import { loadPackage } from '../../../lab/template/load.ts';
import { isRecord } from '../../../lab/template/properties.ts';
import { codeOf } from '../../../lab/template/resources/lambda-code.ts';
import type { Benchmark, Figure } from '../benchmark.ts';
import { packages } from '../packages.ts';
import { importMs } from './import-ms.ts';
import { naiveBundle } from './naive-bundle.ts';

const KB = 1000;

interface Bundle {
  /** `payment (choreography)` */
  readonly name: string;
  readonly source: string;
  /** Names of the environment variables it is configured with. */
  readonly variables: readonly string[];
}

/** The functions' bundles of both packages; one that is the same in both comes once. */
const readBundles = async (): Promise<readonly Bundle[]> => {
  const bundles = Object.entries(await packages()).flatMap(([stage, directory]) =>
    bundlesIn(stage, directory),
  );
  return [...new Map(bundles.map((bundle) => [bundle.source, bundle])).values()];
};

const bundlesIn = (stage: string, directory: string): Bundle[] => {
  const { template, artifact } = loadPackage(directory);
  return Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::Lambda::Function')
    .map(([logicalId, { Properties = {} }]) => {
      const { Code, Handler, Environment } = Properties;
      const variables = isRecord(Environment) && isRecord(Environment.Variables) ? Environment.Variables : {};
      return {
        name: `${logicalId.replace(/LambdaFunction$/, '')} (${stage})`,
        source: codeOf(Code, Handler, artifact).handlerSource,
        variables: Object.keys(variables),
      };
    });
};

const sizeOf = (source: string): number => Buffer.byteLength(source) / KB;

const worst = (figures: readonly Required<Figure>[]): Required<Figure> =>
  figures.reduce((a, b) => (b.value > a.value ? b : a));

const naive = {
  name: 'naive bundle',
  how: 'middy, Logger, Tracer, all of zod and the SDK with its default credential chain, by esbuild alone',
};

export const bundleSize: Benchmark = {
  name: 'bundle-size',
  title: 'Largest bundle of a function',
  unit: 'KB',
  budget: 420,
  better: 'less',
  how: 'the file of the handler in the package, minified, 1 KB = 1000 bytes',
  measure: async () => {
    const bundles = await readBundles();
    return worst(bundles.map(({ name, source }) => ({ value: sizeOf(source), of: name })));
  },
  peer: { ...naive, measure: async () => ({ value: sizeOf(await naiveBundle()) }) },
};

export const bundleImport: Benchmark = {
  name: 'bundle-import',
  title: 'Slowest import of a bundle',
  unit: 'ms',
  budget: 65,
  better: 'less',
  how: 'require of the bundle in a fresh Node, CPU time of its thread, the median of 5 for each function',
  measure: async () => {
    const figures: Required<Figure>[] = [];
    for (const { name, source, variables } of await readBundles()) {
      figures.push({ value: await importMs(source, variables), of: name });
    }
    return worst(figures);
  },
  peer: { ...naive, measure: async () => ({ value: await importMs(await naiveBundle(), []) }) },
};
