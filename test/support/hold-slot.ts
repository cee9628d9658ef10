import { serialLimiter } from '../../systems/rate-limits/serial-limiter.js';

// A process that takes the slot of a limiter and never gives it back; for tests that kill it.
const [, , databaseUrl = '', credential = ''] = process.argv;
const limiter = serialLimiter({ databaseUrl, system: 'sitoo', credential });
await limiter.pass({ lane: 'orders', mutation: false, complexity: 0 }, () => {
  process.stdout.write('holding\n');
  return new Promise((resolve) => setTimeout(resolve, 600_000));
});
