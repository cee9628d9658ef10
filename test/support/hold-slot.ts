import { once } from 'node:events';
import { serialLimiter } from '../../systems/rate-limits/serial-limiter.js';

// A process that takes the slot of a limiter and holds it until it reads something, then asks for it again; for tests that
// kill or freeze it. It says `holding`, `ended`, `again`.
const [, , databaseUrl = '', credential = ''] = process.argv;
const limiter = serialLimiter({ databaseUrl, system: 'sitoo', credential, maxWaitMs: 60_000 });
const cost = { lane: 'orders', mutation: false, complexity: 0 } as const;
const say = (text: string) => process.stdout.write(`${text}\n`);

await limiter.pass(cost, async () => {
  say('holding');
  await once(process.stdin, 'data');
});
say('ended');
await limiter.pass(cost, async () => say('again'));
await limiter.close();
process.stdin.destroy();
