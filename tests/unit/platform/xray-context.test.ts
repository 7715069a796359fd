import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createNamespace, getNamespace } from '../../../src/platform/aws/xray-context.ts';

/** As the X-Ray SDK uses `cls-hooked`: capture.js, context_utils.js and env/aws_lambda.js. */
describe("the X-Ray SDK's context", () => {
  const namespace = createNamespace();

  it('is one', () => {
    expect(getNamespace()).toBe(namespace);
  });

  it('keeps apart what runs side by side, over every await', async () => {
    const seen: unknown[] = [];
    const work = (name: string) =>
      new Promise<void>((resolve) => {
        namespace.run(async () => {
          namespace.set('segment', name);
          await setImmediate();
          seen.push(namespace.get('segment'));
          resolve();
        });
      });
    await Promise.all([work('a'), work('b')]);
    expect(seen).toEqual(['a', 'b']);
  });

  it("has the function's segment outside of every run, in every later invocation", async () => {
    namespace.enter(namespace.createContext());
    namespace.set('segment', 'facade');
    namespace.run(() => namespace.set('segment', 'inner'));
    await setImmediate();
    expect(namespace.get('segment')).toBe('facade');
  });

  it('begins a run with what is there', () => {
    namespace.set('segment', 'facade');
    namespace.run(() => expect(namespace.get('segment')).toBe('facade'));
  });
});
