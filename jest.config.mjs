/** Tests run on the sources; types are checked by `npm run typecheck`, not here. */
export default {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'commonjs' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/.build'],
  testEnvironment: 'node',
  // Jest leaves one core alone, which is half of two.
  maxWorkers: '100%',
  // No test measures time; this only ends one that hangs, on however busy a machine.
  testTimeout: 600_000,
};
