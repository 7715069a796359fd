import { AsyncLocalStorage } from 'node:async_hooks';

/** What the X-Ray SDK keeps for a line of control: the segment or subsegment that it is in. */
type Context = Record<string, unknown>;

const storage = new AsyncLocalStorage<Context>();

/** The context outside of every `run`: that of the function. */
let outermost: Context = {};

const active = (): Context => storage.getStore() ?? outermost;

/**
 * `cls-hooked/context` for the X-Ray SDK, by `alias` in serverless.yml: as much of it as the SDK uses on Lambda. The
 * original follows every promise of the process by a hook; AsyncLocalStorage is what Node has for the same since.
 */
const namespace = {
  get: (key: string): unknown => active()[key],
  set: (key: string, value: unknown): unknown => {
    active()[key] = value;
    return value;
  },
  createContext: (): Context => Object.create(active()),
  enter: (context: Context): void => {
    outermost = context;
  },
  run: (act: (context: Context) => void): void => {
    const context = namespace.createContext();
    storage.run(context, act, context);
  },
};

export const createNamespace = () => namespace;
export const getNamespace = () => namespace;
