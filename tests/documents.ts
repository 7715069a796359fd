import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { expect } from '@jest/globals';

/** The bounds of a part that the code writes; a reader of the rendered document does not see them. */
const startOf = (name: string): string => `<!-- ${name} -->\n`;
const endOf = (name: string): string => `\n<!-- /${name} -->`;

/**
 * Holds a part of a document to what the code says, so that it cannot rot. With UPDATE_DOCS=1 in the environment
 * the part is written anew instead.
 *
 * @throws Error for a document without the part
 */
export const expectPart = (path: string, name: string, text: string): void => {
  const whole = readFileSync(path, 'utf8');
  const [start, end] = [startOf(name), endOf(name)];
  const from = whole.indexOf(start) + start.length;
  const to = whole.indexOf(end, from);
  if (from < start.length || to < 0)
    throw new Error(`${path} has no part between ${start.trim()} and ${end.trim()}`);
  if (process.env.UPDATE_DOCS === '1') {
    writeFileSync(path, whole.slice(0, from) + text + whole.slice(to));
    return;
  }
  const test = relative(process.cwd(), expect.getState().testPath ?? '');
  const remedy = `UPDATE_DOCS=1 npx jest ${test}`;
  expect({ path, remedy, part: whole.slice(from, to) }).toEqual({ path, remedy, part: text });
};

/** The text under a heading, without the heading. @throws Error for a document without it */
export const sectionOf = (document: string, heading: string): string => {
  const [, section] = document.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`there is no heading "${heading}"`);
  return section.split(/^## /m)[0] ?? '';
};

/** The lines of a section's blocks in a language, without comments. */
export const linesOf = (section: string, language: string): string[] =>
  [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/(^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');
