/** A function's handler as Lambda's Node.js runtime 24 calls it. */
export type Handler = (event: unknown, context: unknown) => unknown;

const runtimeError = (name: string, message: string): Error => Object.assign(new Error(message), { name });

/** `src/relay.handler` → the file without its extension, and the path within the exports. */
const splitHandler = (handler: string): { file: string; path: string } => {
  const slash = handler.lastIndexOf('/') + 1;
  const dot = handler.indexOf('.', slash);
  if (dot <= slash) throw runtimeError('Runtime.MalformedHandlerName', 'Bad handler');
  return { file: handler.slice(0, dot), path: handler.slice(dot + 1) };
};

/** Throws what the runtime throws when the package holds no such file. */
export const assertHandlerFile = (handler: string, fileName: string): void => {
  const { file } = splitHandler(handler);
  if (fileName.replace(/\.[cm]?js$/, '') === file) return;
  const message = `Cannot find module '${file.slice(file.lastIndexOf('/') + 1)}'\nRequire stack:\n- /var/runtime/index.mjs`;
  throw Object.assign(new Error(message), { code: 'MODULE_NOT_FOUND' });
};

const NO_CALLBACKS =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
  'You need to modify this function to use a supported handler signature to use Node.js 24 or later. ' +
  'For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

/** Finds the handler in the module's exports. Throws the runtime's own errors. */
export const findHandler = (exports: unknown, handler: string): Handler => {
  const { path } = splitHandler(handler);
  const found = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], exports);
  if (found === undefined || found === null) {
    throw runtimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof found !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  }
  if (found.length >= 3) throw runtimeError('Runtime.CallbackHandlerDeprecated', NO_CALLBACKS);
  return found as Handler;
};
