import type {
  ApiDefinition,
  IntegrationDefinition,
  RouteDefinition,
  StageDefinition,
} from './definitions.ts';
import { segmentsOf } from './route-key.ts';

/** An API with what was added to it since, each by its id; stages by name. */
export interface Api extends ApiDefinition {
  readonly id: string;
  readonly integrations: Map<string, IntegrationDefinition>;
  readonly routes: Map<string, RouteDefinition>;
  readonly stages: Map<string, StageDefinition>;
}

export interface Selected {
  readonly stage: string;
  readonly route: RouteDefinition;
  readonly pathParameters: Readonly<Record<string, string>>;
}

const DEFAULT_STAGE = '$default';

/** A named stage is the path's first segment; it is no part of what routes match. */
const stageFor = (api: Api, segments: readonly string[]) => {
  const [first = '', ...rest] = segments;
  if (first !== DEFAULT_STAGE && api.stages.has(first)) {
    return { stage: first, segments: rest.length === 0 ? [''] : rest };
  }
  return api.stages.has(DEFAULT_STAGE) ? { stage: DEFAULT_STAGE, segments } : undefined;
};

/** The stage and the most exact route for a request; `undefined` when there is none. `path` without the query. */
export const selectRoute = (api: Api, method: string, path: string): Selected | undefined => {
  const staged = stageFor(api, segmentsOf(path));
  if (staged === undefined) return undefined;
  const matches = [...api.routes.values()].flatMap((route) => {
    const pathParameters = route.key.match(method, staged.segments);
    return pathParameters === undefined ? [] : [{ stage: staged.stage, route, pathParameters }];
  });
  return matches.sort((a, b) => (a.route.key.rank < b.route.key.rank ? -1 : 1))[0];
};
