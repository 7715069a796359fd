/**
 * The stage chooses the pattern; the other choices are params, fixed at a stage's first deploy. The framework
 * checks neither, so this resolver does: one sentence, before anything is packaged.
 */
const PATTERNS = ['choreography', 'orchestration'];

/** Values as designed; the first of each is built. */
const CHOICES = {
  timeout: ['sweep', 'ttl'],
  outbox: ['stream', 'table'],
  relay: ['lambda', 'pipe'],
  correlation: ['table', 'log', 'cache'],
  workflow: ['standard', 'express'],
};

const DEFAULT_TIMEOUT_MINUTES = 30;

/**
 * A retry queue tries once a minute until the deadline and 15 minutes more, and SQS delivers 1,000 times at most.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 */
const LONGEST_TIMEOUT_MINUTES = 985;

class Refusal extends Error {}

const patternOf = (stage) => {
  const found = stage.match(/^(?:([a-z][a-z0-9]{0,15})-)?([a-z]+)$/);
  if (found === null || !PATTERNS.includes(found[2])) {
    throw new Refusal(
      `stage "${stage}" names no pattern; use choreography, orchestration, <env>-choreography or <env>-orchestration (<env>: lower-case letters and digits, at most 16).`,
    );
  }
  return { env: found[1], pattern: found[2] };
};

const timeoutOf = (value) => {
  if (value === undefined) return DEFAULT_TIMEOUT_MINUTES;
  const minutes = Number(value);
  if (!/^\d+$/.test(String(value)) || minutes < 1 || minutes > LONGEST_TIMEOUT_MINUTES) {
    throw new Refusal(
      `param timeoutMinutes is "${value}"; it is a whole number from 1 to ${LONGEST_TIMEOUT_MINUTES}.`,
    );
  }
  return minutes;
};

const assertChoice = (name, value) => {
  if (!Object.hasOwn(CHOICES, name)) {
    const known = ['timeoutMinutes', ...Object.keys(CHOICES)].join(', ');
    throw new Refusal(`there is no param "${name}"; the params are ${known}.`);
  }
  const values = CHOICES[name];
  if (!values.includes(value))
    throw new Refusal(`param ${name} is "${value}"; it is one of ${values.join(', ')}.`);
  if (value !== values[0]) {
    throw new Refusal(`param ${name}=${value} is not built yet; ${name}=${values[0]} is.`);
  }
};

/** `--param name=value` as the command line has it: a list, or one. */
const paramsFrom = (given) =>
  Object.fromEntries(
    [given ?? []].flat().map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new Refusal(`--param "${text}" is not of the form name=value.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );

/** @throws Refusal with one sentence */
const resolveStage = (stage, given) => {
  const { env, pattern } = patternOf(stage);
  const { timeoutMinutes, ...choices } = paramsFrom(given);
  for (const [name, value] of Object.entries(choices)) assertChoice(name, value);
  const deadline = timeoutOf(timeoutMinutes);
  return {
    pattern,
    protected: env === 'prod',
    timeoutMinutes: deadline,
    // A hold outlives the deadline, so that the arbiter rarely finds one that has run out.
    holdMinutes: deadline + 15,
  };
};

module.exports = async ({ options, resolveVariable }) => {
  try {
    return resolveStage(await resolveVariable('sls:stage'), options.param);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`\nError: ${error.message}\n`);
    process.exit(1);
  }
};

module.exports.resolveStage = resolveStage;
