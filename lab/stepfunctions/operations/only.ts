/** Refuses members of a request that the lab would otherwise pass over in silence. */
export const only = (operation: string, input: object, ...members: readonly string[]): void => {
  const other = Object.keys(input).find((member) => !members.includes(member));
  if (other !== undefined) throw new Error(`states:${operation}: ${other} is not supported by the lab`);
};
