import type { Finding } from './finding.ts';
import { emptyWords, factOf, falseFriends, irregularFacts, states } from './words.ts';

/** An event type taken apart: `com.pizzaco.order.created` → `com.pizzaco`, `order`, `created`. */
export interface TypeParts {
  /** The reverse-DNS name; empty when there is none. */
  organisation: string;
  /** Domain, and entity if one is named. */
  domain: string[];
  fact: string;
}

/** A reverse-DNS name is taken to be two labels, `com.pizzaco`: nothing in a type marks its end. */
const PREFIX_LABELS = 2;

/** A trailing version, as CloudEvents' primer allows in a type: `com.acme.order.created.v2`. */
const VERSION = /\.v\d+$/;

export function takeApart(type: string): TypeParts {
  const segments = type.replace(VERSION, '').split('.');
  const fact = segments.pop() ?? '';
  const prefixed = segments.length >= PREFIX_LABELS + 1;
  return {
    organisation: prefixed ? segments.slice(0, PREFIX_LABELS).join('.') : '',
    domain: prefixed ? segments.slice(PREFIX_LABELS) : segments,
    fact,
  };
}

/** Whether the type says, in the language of a domain, what has happened: `<reverse DNS>.<domain>.<fact>`. */
export function lintType(type: string): Finding[] {
  const { organisation, fact } = takeApart(type);
  const finding = (problem: string, remedy: string): Finding => ({
    rule: 'type',
    path: 'type',
    problem,
    remedy,
  });
  if (type.split('.').includes('')) return [finding('has an empty part', 'put a name between the dots')];
  const findings = lintFact(fact, finding);
  if (organisation === '') {
    const remedy = 'put a reverse-DNS name and the domain before the fact, as in com.example.order.created';
    findings.push(finding('lacks a reverse-DNS name or a domain', remedy));
  }
  return findings;
}

function lintFact(fact: string, finding: (problem: string, remedy: string) => Finding): Finding[] {
  const words = wordsOf(fact);
  const word = words.at(-1) ?? '';
  if (isFact(word)) return [];
  // Both orders are met: refundPayment, PaymentRefund.
  const command = [word, words[0] ?? ''].find((each) => Object.hasOwn(factOf, each));
  if (command !== undefined) {
    const remedy = `say what happened, not what to do: ${factOf[command]}`;
    return [finding(`'${fact}' is a command`, remedy)];
  }
  const remedy = 'name what happened, in the past tense (created), or the state that was reached (ready)';
  if (emptyWords.has(word)) return [finding(`'${fact}' does not say what happened`, remedy)];
  return [finding(`'${fact}' is neither past tense nor a known state`, remedy)];
}

function isFact(word: string): boolean {
  return (/.ed$/.test(word) && !falseFriends.has(word)) || irregularFacts.has(word) || states.has(word);
}

/** `OrderCreated`, `order-created`, `order_created` → `order`, `created`. */
export function wordsOf(text: string): string[] {
  const spaced = text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.split(/[^a-z0-9]+/).filter((word) => word !== '');
}
