/** On a terminal, one line that is written over; in a pipe, nothing. An empty text clears it. */
export const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
};
