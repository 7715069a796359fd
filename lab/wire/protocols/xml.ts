const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // Parsers would make a line feed of it.
  '\r': '&#xD;',
};

/** Characters that XML 1.0 cannot hold at all, as a question mark. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is them that are looked for.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const escapeText = (text: string): string =>
  text.replace(UNWRITABLE, '?').replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);

/** `<name>inner</name>`, the inner part being XML. */
export const element = (name: string, inner: string, attributes = ''): string =>
  `<${name}${attributes}>${inner}</${name}>`;

/** `<name>text</name>` */
export const textElement = (name: string, text: string): string => element(name, escapeText(text));
