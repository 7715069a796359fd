type Module = Readonly<Record<string, unknown>>;
type Callback = (error: unknown, result?: unknown) => void;

/**
 * A module of Node with each callback function that has a `…Sync` twin answered by the twin: what runs on the
 * thread pool takes real time, during which virtual time would run on.
 */
export const withoutThreadPool = (module: Module): Record<string, unknown> => {
  const patched: Record<string, unknown> = { ...module };
  for (const [name, twin] of Object.entries(module)) {
    if (!name.endsWith('Sync') || typeof twin !== 'function') continue;
    patched[name.slice(0, -'Sync'.length)] = (...args: unknown[]) => {
      const done = args.pop() as Callback;
      try {
        process.nextTick(done, null, twin(...args));
      } catch (error) {
        process.nextTick(done, error);
      }
    };
  }
  return patched;
};
