import { jest } from '@jest/globals';

/**
 * What a function runs in, for unit tests; to be imported before anything of the app. Powertools reads its level when
 * the logger is made. middy is an ES module only, and Jest runs CommonJS: here a handler is what middy wraps.
 */
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';

jest.mock('@middy/core', () => ({ __esModule: true, default: <Handler>(handler: Handler) => handler }), {
  virtual: true,
});
