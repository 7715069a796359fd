/** How a parameter's text is read: as it is, as a number, or as `true` and `false`. */
export type ParameterType = 'text' | 'number' | 'flag';

/** Where an operation of a REST API is found, and what of it stands elsewhere than in a JSON body. */
export interface Route {
  readonly operation: string;
  readonly method: 'DELETE' | 'GET' | 'POST' | 'PUT';
  /** With the members of the input that are labels: `/2015-03-31/functions/{FunctionName}/concurrency`. */
  readonly path: string;
  /** Members of the input that are parameters of the query, by the name of both. */
  readonly query?: Readonly<Record<string, ParameterType>>;
  /** Members of the input that are headers: the header's name in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member of the input that is the whole body, as text. Otherwise the body is a JSON object of members. */
  readonly payload?: string;
  readonly answer?: Answer;
}

/** What of an operation's output stands elsewhere than in a JSON body. */
interface Answer {
  /** HTTP status, or the member of the output that has it. Default: 200. */
  readonly status?: number | string;
  /** Members of the output that are headers: the header's name in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The member of the output that is the whole body, as text. Otherwise the body is a JSON object of members. */
  readonly payload?: string;
}
