import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { projectFiles } from './sources.js';

/** What the last stage of the Dockerfile holds below its working folder. */
export interface Image {
  /** Path in the image -> what it is made from: a file of the checkout, or a source of it that was compiled. */
  readonly files: ReadonlyMap<string, string>;
  /** Packages are installed without those for development. */
  readonly productionPackages: boolean;
}

interface Stage {
  readonly files: Map<string, string>;
  packages?: 'all' | 'production';
}

const HOME = '/app';
/** Instructions that move no files. */
const SILENT = /^(ENV|USER|EXPOSE|ENTRYPOINT|CMD|WORKDIR \/app$)/;
/** What a build writes besides the compiled sources. */
const BUNDLE = 'workflow-bundle.js';

/**
 * Follows the Dockerfile, stage by stage, as `docker build` would from a fresh checkout.
 * @throws Error at an instruction whose effect on files is not known here
 */
export function readImage(dockerfile = readFileSync('Dockerfile', 'utf8')): Image {
  const stages = new Map<string, Stage>();
  let stage: Stage = { files: new Map() };
  for (const line of dockerfile.split('\n').map((text) => text.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const [, from, name] = /^FROM (\S+)(?: AS (\S+))?$/.exec(line) ?? [];
    if (from !== undefined) {
      stage = { files: new Map() };
      stages.set(name ?? 'last', stage);
    } else if (line.startsWith('COPY ')) copy(stage, stages, line);
    else if (line.startsWith('RUN ')) run(stage, line.slice('RUN '.length));
    else if (!SILENT.test(line)) throw new Error(`What does this do to the files of the image? ${line}`);
  }
  return { files: stage.files, productionPackages: stage.packages === 'production' };
}

function copy(stage: Stage, stages: ReadonlyMap<string, Stage>, line: string): void {
  const words = line.split(/\s+/).slice(1);
  const fromName = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const to = words.pop() ?? '';
  const from = fromName === undefined ? context() : stages.get(fromName)?.files;
  if (from === undefined) throw new Error(`There is no stage ${fromName}: ${line}`);
  for (const word of words) {
    // Certificates and the like come from the base image.
    if (fromName !== undefined && !word.startsWith(`${HOME}/`)) continue;
    const source = normalize(word.replace(`${HOME}/`, ''));
    if (source === 'node_modules') {
      stage.packages = stages.get(fromName ?? '')?.packages ?? 'all';
      continue;
    }
    const found = [...from].filter(([path]) => source === '.' || path === source || path.startsWith(`${source}/`));
    if (found.length === 0) throw new Error(`There is no ${source}: ${line}`);
    for (const [path, origin] of found) stage.files.set(destination(path, source, to), origin);
  }
}

/** A folder gives what is in it; a file keeps its name where the destination is a folder. */
function destination(path: string, source: string, to: string): string {
  const target = normalize(to).replace(/\/$/, '');
  if (source === '.') return path;
  if (path !== source) return normalize(join(target, path.slice(source.length + 1)));
  return normalize(to.endsWith('/') || to === '.' ? join(target, path.split('/').at(-1) ?? '') : target);
}

function run(stage: Stage, command: string): void {
  const removed = /^rm -rf? (\S+)$/.exec(command)?.[1];
  if (command === 'npm ci') stage.packages = 'all';
  else if (command === 'npm ci --omit=dev') stage.packages = 'production';
  else if (command === 'npm run build') build(stage);
  else if (removed !== undefined) {
    for (const path of stage.files.keys()) if (path.startsWith(`${removed}/`)) stage.files.delete(path);
  } else throw new Error(`What does this do to the files of the image? RUN ${command}`);
}

/** Everything that TypeScript compiles, and the bundle of the workflows. */
function build({ files }: Stage): void {
  const { exclude } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as { exclude: string[] };
  const generated = ['documents', 'list-places', 'schema'].map((name) => `systems/centra/generated/${name}.ts`);
  const sources = [...files.keys(), ...generated].filter(
    (path) => path.endsWith('.ts') && !exclude.some((folder) => path.startsWith(`${folder}/`)),
  );
  for (const source of sources) files.set(`dist/${source.replace(/\.ts$/, '.js')}`, source);
  files.set(`dist/${BUNDLE}`, 'workflows/index.ts');
}

/** The checkout without what `.dockerignore` names. */
function context(): Map<string, string> {
  const ignored = readFileSync('.dockerignore', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const isIgnored = (path: string): boolean =>
    ignored.some((entry) => {
      if (path === entry || path.startsWith(`${entry}/`)) return true;
      return entry.endsWith('*') && !path.includes('/') && path.startsWith(entry.slice(0, -1));
    });
  return new Map(projectFiles().flatMap((path) => (isIgnored(path) ? [] : [[path, path] as const])));
}
