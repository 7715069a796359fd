import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The stages that are packaged side by side. */
export const stages = ['choreography', 'orchestration'] as const;

export type Stage = (typeof stages)[number];

/** A CloudFormation template as it is packaged, its intrinsic functions unresolved. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

/** The template in a package's folder. */
export const templateIn = (folder: string): Template =>
  JSON.parse(packaged(folder, 'cloudformation-template-update-stack.json').toString());

/** A function's archive, by the function's short name. */
export const archiveOf = (stage: Stage, name: string): Buffer => packaged(folderOf(stage), `${name}.zip`);

export const templateOf = (stage: Stage): Template => templateIn(folderOf(stage));

const folderOf = (stage: Stage): string => join(process.cwd(), '.build', stage);

const packaged = (folder: string, file: string): Buffer => {
  try {
    return readFileSync(join(folder, file));
  } catch {
    throw new Error(`there is no ${file} in ${folder}: run npm run package`);
  }
};
