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
  // No test measures time; this only ends one that hangs, on however busy a machine.
  testTimeout: 600_000,
};
