import { PATTERNS } from '../comparison/minimum.ts';
import type { Benchmark } from './benchmark.ts';
import { bundleImport, bundleSize } from './rows/bundles.ts';
import { dynamoDb } from './rows/dynamodb.ts';
import { labStart } from './rows/lab-start.ts';
import { patterns } from './rows/patterns.ts';
import { stepFunctions } from './rows/step-functions.ts';
import { throughput } from './rows/throughput.ts';

/** From small to large: what a large one leaves behind would slow the small ones down. */
export const benchmarks: readonly Benchmark[] = [
  dynamoDb,
  stepFunctions,
  patterns,
  bundleSize,
  bundleImport,
  labStart,
  ...PATTERNS.map(throughput),
];
