/** An event as found in a file. */
export interface FoundEvent {
  /** After the file's name: nothing, `[2]` in an array, `:3` for the third line. */
  suffix: string;
  value: unknown;
}

/** Finds the events in a text: one JSON object, an array of them, or one a line (NDJSON). Throws a SyntaxError. */
export function readEvents(text: string): FoundEvent[] {
  const content = text.replace(/^\uFEFF/, '');
  const events = readWhole(content) ?? readLines(content);
  if (events.length === 0) throw new SyntaxError('there is no event in it');
  return events;
}

function readWhole(content: string): FoundEvent[] | undefined {
  const whole = tryParse(content);
  if ('error' in whole) return undefined;
  if (!Array.isArray(whole.value)) return [{ suffix: '', value: whole.value }];
  return whole.value.map((value, index) => ({ suffix: `[${index}]`, value }));
}

function readLines(content: string): FoundEvent[] {
  const lines = content.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 }));
  const filled = lines.filter(({ line }) => line.trim() !== '');
  return filled.map(({ line, number }, index) => {
    const parsed = tryParse(line);
    if (!('error' in parsed)) return { suffix: `:${number}`, value: parsed.value };
    // A first line that is no JSON by itself: this was meant to be one document.
    if (index === 0) JSON.parse(content);
    throw new SyntaxError(`line ${number}: ${parsed.error}`);
  });
}

function tryParse(text: string): { value: unknown } | { error: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: (error as SyntaxError).message };
  }
}
