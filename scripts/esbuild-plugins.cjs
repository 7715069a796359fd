const { readFile } = require('node:fs/promises');

/**
 * The SDK names the HTTP traits of its operations by constants (`{ [_h]: ['POST', …] }`). A computed key may have
 * effects, so esbuild keeps every operation of the client and every shape they mention. Written out, what no command
 * uses falls away.
 */
const writeOutKeys = (text) => {
  const constants = new Map(
    [...text.matchAll(/^const (\w+) = ("[^"]*");$/gm)].map(([, name, value]) => [name, value]),
  );
  return text.replace(/\[(\w+)\]: /g, (key, name) =>
    constants.has(name) ? `${constants.get(name)}: ` : key,
  );
};

/** Of its whole package.json a client reads the version. */
const versionOnly = (text) => JSON.stringify({ version: JSON.parse(text).version });

/** The texts of the errors in fifty languages, of which no function shows one. */
const nothing = () => '';

/** Every function is a build of its own, and they all read the same files: each is rewritten once. */
const rewrite = (filter, change, loader) => {
  const rewritten = new Map();
  const once = (path) => {
    if (!rewritten.has(path)) rewritten.set(path, readFile(path, 'utf8').then(change));
    return rewritten.get(path);
  };
  return (build) => build.onLoad({ filter }, async ({ path }) => ({ contents: await once(path), loader }));
};

const SCHEMAS = /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]\w+\.js$/;
const MANIFEST = /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]package\.json$/;
const LOCALES = /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/;

/** Helps esbuild to drop what no function uses of the AWS SDK, and to drop it sooner. */
module.exports = [
  { name: 'aws-sdk-schemas', setup: rewrite(SCHEMAS, writeOutKeys, 'js') },
  { name: 'aws-sdk-version', setup: rewrite(MANIFEST, versionOnly, 'json') },
  { name: 'zod-locales', setup: rewrite(LOCALES, nothing, 'js') },
];
