import { type Finding, isObject, type Json } from './finding.ts';

/** Names of fields whose value is a secret, whatever it looks like. */
const SECRET_NAME =
  /^(?:pass(?:word|wd|phrase)|secret\w*|cvv2?|cvc2?|pin|(?:access|api|private)_?(?:key|token)|iban|ssn)$/i;

/** Bounded, so that a long text without an @ takes no quadratic time. */
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}\.[a-z]/i;

/** 13 to 19 digits, in groups or not, from an issuer's range (2–6), and not a part of something longer. */
const CARD_LIKE = /(?<![\w.-])[2-6]\d{3}(?:[ -]?\d){9,15}(?![\w-]|\.\d)/g;

/** What is personal or secret by its look or its name. An event is read by services nobody has thought of yet. */
export function lintSensitive(event: Json): Finding[] {
  // A publisher may be named by a mailto: URI, as the specification's own examples do.
  const { source: _, ...rest } = event;
  return Object.entries(rest).flatMap(([name, value]) => search(value, name, name));
}

function search(value: unknown, path: string, name: string): Finding[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => search(item, `${path}[${index}]`, name));
  if (isObject(value))
    return Object.entries(value).flatMap(([key, inner]) => search(inner, `${path}.${key}`, key));
  const what = sensitivity(String(value), name);
  if (what === undefined || value === null || value === '') return [];
  const remedy = 'leave it with its owner and send an opaque id, or encrypt it';
  return [{ rule: 'sensitive', path, problem: `holds ${what}`, remedy }];
}

function sensitivity(text: string, name: string): string | undefined {
  if (SECRET_NAME.test(name)) return 'a secret, by its name';
  if (EMAIL.test(text)) return 'an e-mail address';
  return text.match(CARD_LIKE)?.some(passesLuhn) ? 'a card number' : undefined;
}

/** The check digit of ISO/IEC 7812-1, annex B. */
function passesLuhn(candidate: string): boolean {
  const digits = candidate.replace(/\D/g, '').split('').reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
