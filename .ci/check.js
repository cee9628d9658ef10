// The answer while you write: types, lint and the tests that need no server, side by side, in well under a minute.
// Prints what failed, then one line for each with its time. `npm run check`
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const node = process.execPath;
// Failures once, at the end, and no line for what passed.
const reporters = ['summary', './test/support/slow-tests.js', './test/support/closing-line.js'].flatMap((reporter) => [
  '--reporters',
  reporter,
]);
const STEPS = {
  types: [node, 'node_modules/typescript/bin/tsc', '--noEmit'],
  lint: [node, 'node_modules/@biomejs/biome/bin/biome', 'check', '.'],
  pure: [node, '--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--selectProjects', 'pure', ...reporters],
};

async function run(name, [command, ...args]) {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  return { name, ok: code === 0, output, seconds: (performance.now() - began) / 1_000 };
}

const print = (text) => process.stdout.write(`${text}\n`);

// What the types of Centra's documents are made of; everything else reads them.
const generated = await run('generate', [node, 'systems/centra/generate.mjs']);
const results = generated.ok
  ? await Promise.all(Object.entries(STEPS).map(([name, step]) => run(name, step)))
  : [generated];
for (const { output } of results.filter(({ ok }) => !ok)) print(output);
for (const { name, ok, output, seconds } of results) {
  const counted = /^\d+ passed, \d+ failed$/m.exec(output)?.[0];
  for (const [line] of output.matchAll(/^slow: .*$/gm)) print(line);
  print(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(8)} ${seconds.toFixed(1).padStart(5)} s ${counted ?? ''}`.trimEnd());
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
