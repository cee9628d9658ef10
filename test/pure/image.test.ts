import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transformSync } from '@swc/core';
import { readImage } from '../support/image.js';
import { type Import, importsOf } from '../support/sources.js';

const { files, productionPackages } = readImage();
const paths = [...files.keys()];
const compiled = [...files].filter(([path, source]) => path.endsWith('.js') && source.endsWith('.ts'));
const { dependencies, bin } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What the program loads when it runs, types aside. */
const imports = [...new Set(compiled.map(([, source]) => source))]
  .flatMap((source) => importsOf(source))
  .filter(({ typeOnly }) => !typeOnly);
const packageOf = ({ of }: Import): string => /^(@[^/]+\/)?[^/]+/.exec(of)?.[0] ?? '';
const librariesOfProduct = new Set(
  imports.filter(({ library, of }) => library && !of.startsWith('node:')).map(packageOf),
);

/** What `@temporalio/common/lib/proto-utils.js` loads and leaves to its users to install. */
const LOADED_BY_LIBRARIES = ['protobufjs'];

const LAB_COMMANDS = ['up', 'demo', 'feed'];

describe('The image', () => {
  it('The image holds the product and what it reads at run time, and nothing else', () => {
    const rooms = new Set(
      paths.map((path) =>
        path
          .split('/')
          .slice(0, path.startsWith('dist/') ? 2 : 1)
          .join('/'),
      ),
    );
    expect([...rooms].sort()).toEqual([
      'bin',
      'config',
      'dist/activities',
      'dist/client',
      'dist/config',
      'dist/domain',
      'dist/systems',
      'dist/workers',
      'dist/workflow-bundle.js',
      'dist/workflows',
      'package.json',
      'systems',
    ]);
    const read = paths.filter((path) => /^(systems|config)\//.test(path) && !path.endsWith('.sql'));
    expect(read).toEqual(['config/example.brand.yaml', 'config/brand.schema.json']);
    const sqlFiles = (folder: string) => readdirSync(folder).map((name) => `${folder}/${name}`);
    expect(paths.filter((path) => path.endsWith('.sql')).sort()).toEqual(
      [...sqlFiles('systems/database/functions'), ...sqlFiles('systems/database/migrations')].sort(),
    );
  });

  it('No file of the image simulates a counterpart or serves the control routes of a simulator', () => {
    const lab = compiled.filter(
      ([path, source]) => source.startsWith('lab/') || path.includes('/lab/') || path.includes('simulat'),
    );
    expect(lab).toEqual([]);
    expect(compiled.filter(([, source]) => readFileSync(source, 'utf8').includes('/_sim'))).toEqual([]);
    expect(readFileSync('lab/simulators/kit/json-server.ts', 'utf8')).toContain('/_sim');
  });

  it('A Dockerfile that left the lab in the image would be found', () => {
    const careless = readFileSync('Dockerfile', 'utf8').replace('RUN rm -r dist/lab\n', '');
    expect([...readImage(careless).files.keys()]).toContain('dist/lab/simulators/main.js');
    expect(() => readImage('FROM node AS last\nRUN make everything')).toThrow('RUN make everything');
  });

  it('Every file that the product imports is in the image; only the commands of the lab look for more', () => {
    const missing = imports.filter(({ of, library }) => !library && !files.has(`dist/${of.replace(/\.ts$/, '.js')}`));
    expect([...new Set(missing.map(({ file }) => file))].sort()).toEqual(
      LAB_COMMANDS.map((name) => `client/cli/commands/${name}.ts`).sort(),
    );
    expect(missing.filter(({ of, later }) => !of.startsWith('lab/') || !later)).toEqual([]);
  });

  it('The image installs the packages that the product imports, and no others', () => {
    expect(productionPackages).toBe(true);
    expect([...librariesOfProduct, ...LOADED_BY_LIBRARIES].sort()).toEqual(Object.keys(dependencies).sort());
  });

  describe('its program', () => {
    let app: string;
    beforeAll(() => {
      app = mkdtempSync(join(tmpdir(), 'onepool-image-'));
      for (const [path, source] of files) {
        const target = join(app, path);
        mkdirSync(dirname(target), { recursive: true });
        if (!path.startsWith('dist/')) cpSync(source, target);
        else if (path !== 'dist/workflow-bundle.js') writeFileSync(target, compile(source));
      }
      for (const name of librariesOfProduct) {
        mkdirSync(dirname(join(app, 'node_modules', name)), { recursive: true });
        symlinkSync(resolve('node_modules', name), join(app, 'node_modules', name));
      }
    });
    afterAll(() => rmSync(app, { recursive: true, force: true }));

    const onepool = (...args: string[]) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(app, bin.onepool), ...args], {
        encoding: 'utf8',
        env: {},
      });
      return { status, stdout, stderr };
    };

    it('The program of the image lists the commands that work there, without demo, up and feed', () => {
      const { status, stdout } = onepool('--help');
      const listed = [...stdout.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name);
      expect(listed).toEqual(expect.arrayContaining(['worker', 'gateway', 'prepare', 'cases', 'doctor']));
      expect(listed.filter((name) => LAB_COMMANDS.includes(String(name)))).toEqual([]);
      expect(status).toBe(0);
    });

    it('Demo, up and feed say in the image that they need a checkout, and end with code 2', () => {
      for (const args of [
        ['up', '--speed', '5'],
        ['feed', '--help'],
      ]) {
        const { status, stdout, stderr } = onepool(...args);
        expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
        expect(stderr).toMatch(/^"onepool (up|feed)" needs a checkout of Onepool: .+\n$/);
      }
      const { status, stdout } = onepool('demo', '--json');
      expect(status).toBe(2);
      expect(JSON.parse(stdout)).toEqual({ error: expect.stringContaining('"onepool demo" needs a checkout') });
    });

    it('A command of the product starts in the image as far as its configuration lets it', () => {
      const { status, stderr } = onepool('cases', 'list');
      expect(stderr).toContain('DATABASE_URL: is not set');
      expect(status).toBe(2);
    });
  });
});

/** As the build would compile it. */
const compile = (source: string): string =>
  transformSync(readFileSync(source, 'utf8'), {
    filename: source,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  }).code;
