/** A variable of the function's environment. @throws Error naming it when it is not set */
export const environment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`the environment variable ${name} is not set; see functions.yml`);
  return value;
};
