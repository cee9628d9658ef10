import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { buildProgram } from '../../client/cli/program.js';
import { readEventSecrets, readGatewayEnvironment, readWorkerEnvironment } from '../../config/environment.js';
import { variables } from '../../config/variables.js';
import { SYSTEMS } from '../../domain/installation.js';
import { testShell } from '../support/test-shell.js';

interface Service {
  image: string;
  build?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  volumes?: string[];
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose: { services: Record<string, Service>; volumes: object; configs: object } = parse(text, { merge: true });
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);
const dockerfile = readFileSync('Dockerfile', 'utf8');
const example = Object.fromEntries(
  [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
);

/** Fills `${NAME:?sentence}` and `${NAME:-default}` as Docker Compose does. */
function interpolated(value: string, env: Record<string, string>): string {
  return value.replace(/\$\{([A-Z_]+):([?-])([^}]*)\}/g, (_, name, sign, rest) => {
    const given = env[name];
    if (given) return given;
    if (sign === '-') return rest;
    throw new Error(`${name}: ${rest}`);
  });
}

/** What a person would write into `.env`. */
const FILLED = {
  ...Object.fromEntries(
    Object.keys(example).map((name) => [name, name.endsWith('_URL') ? 'https://x.example/v1' : 'word']),
  ),
  ...Object.fromEntries(Object.entries(example).filter(([, value]) => value !== '')),
  WMS_GOODS_OWNER_ID: '42',
};

const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(compose.services[name]?.environment ?? {}).map(([key, value]) => [
      key,
      interpolated(String(value), FILLED),
    ]),
  );

describe('docker-compose.yml', () => {
  it('Docker Compose pins every image to a version', () => {
    for (const [, service] of services) expect(service.image).toMatch(/^[\w./-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases.length).toBe(3);
    for (const base of bases) expect(base).toMatch(/^node:\d+\.\d+\.\d+-bookworm(-slim)?$/);
  });

  it('Docker Compose sets only variables that the configuration knows', () => {
    for (const [, service] of ours)
      for (const name of Object.keys(service.environment ?? {})) expect(Object.keys(variables)).toContain(name);
  });

  it('Docker Compose gives worker and gateway a complete environment once .env is filled in', () => {
    expect(readWorkerEnvironment(new Set(SYSTEMS), environmentOf('worker')).temporal.address).toBe('temporal:7233');
    const gateway = readGatewayEnvironment(new Set(SYSTEMS), environmentOf('gateway'));
    expect([gateway.host, gateway.port]).toEqual(['0.0.0.0', 8080]);
    const secrets = readEventSecrets(new Set(SYSTEMS), environmentOf('gateway'));
    expect([secrets.centra.length, secrets.sitoo?.passwords.length, secrets.wms.length]).toEqual([2, 2, 2]);
  });

  it('Docker Compose refuses to start without a secret, in a sentence, and .env.example names every variable', () => {
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+):/g)].map(([, name]) => name));
    expect([...asked].sort()).toEqual(Object.keys(example).sort());
    for (const name of asked) {
      if (!/(PASSWORD|TOKEN|SECRET)$/.test(String(name))) continue;
      expect(text).toMatch(new RegExp(`\\$\\{${name}:\\?set ${name} to [^}]+\\}`));
      expect(example[String(name)]).toBe('');
    }
  });

  it('Docker Compose runs commands that exist', () => {
    const commands = buildProgram(testShell(), { labIsHere: false }).commands.map((command) => command.name());
    expect(ours.map(([name]) => name).sort()).toEqual(['gateway', 'prepare', 'worker']);
    for (const [, service] of ours) expect(commands).toContain(service.command?.[0]);
  });

  it('Docker Compose waits only for services that exist and report when they are ready', () => {
    for (const [, service] of services)
      for (const [on, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(compose.services[on]).toBeDefined();
        if (condition === 'service_healthy') expect(compose.services[on]?.healthcheck).toBeDefined();
      }
  });

  it('Docker Compose exposes neither Temporal nor PostgreSQL, and publishes each port once', () => {
    const published = services.flatMap(([, service]) => (service.ports ?? []).map((port) => interpolated(port, {})));
    expect(published.sort()).toEqual(['127.0.0.1:8080:8080', '127.0.0.1:8233:8080']);
  });

  it('Docker Compose asks each of our processes that stays whether it lives, at the port that it listens on', () => {
    const staying = ours.filter(([, service]) => service.command?.[0] !== 'prepare');
    expect(staying.map(([name]) => name).sort()).toEqual(['gateway', 'worker']);
    for (const [name, service] of staying) {
      const { port, pathname } = new URL(/http:[^"]+/.exec(service.healthcheck?.test.join(' ') ?? '')?.[0] ?? '');
      expect(pathname).toBe('/livez');
      expect(port).toBe(environmentOf(name)[`${name.toUpperCase()}_PORT`]);
    }
  });

  it('Docker Compose publishes the port that the gateway listens on', () => {
    const port = environmentOf('gateway').GATEWAY_PORT;
    expect(compose.services.gateway?.ports?.[0]).toMatch(new RegExp(`:${port}$`));
    expect(dockerfile).toContain(`EXPOSE ${port}\n`);
  });
});

describe('Dockerfile', () => {
  const lastStage = dockerfile.slice(dockerfile.lastIndexOf('FROM '));
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n');

  it('The Dockerfile copies only what exists and is not ignored', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
    expect(copied).toEqual(expect.arrayContaining(['systems/database/migrations', 'systems/database/functions']));
    for (const from of copied) {
      expect(existsSync(from)).toBe(true);
      expect(ignored.filter((entry) => entry !== '' && (from === entry || from.startsWith(`${entry}/`)))).toEqual([]);
    }
  });

  it('The Dockerfile takes in no secrets, no history and nothing that was built elsewhere', () => {
    expect(ignored).toEqual(expect.arrayContaining(['.env', '.env.*', '.git', 'node_modules', 'dist']));
  });

  it('The image runs as a user who may change nothing, with production packages only', () => {
    expect(lastStage).toMatch(/^USER node$/m);
    expect(lastStage).not.toMatch(/--chown/);
    expect(dockerfile).toContain('RUN npm ci --omit=dev');
    expect(lastStage).toContain('COPY --from=production-packages /app/node_modules');
  });

  it('The image starts the program that package.json names', () => {
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(lastStage).toContain(`ENTRYPOINT ["node", "--enable-source-maps", "${bin.onepool}"]`);
  });
});
