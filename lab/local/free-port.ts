import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { StartupError } from '../../client/startup-error.js';

/** A TCP port on the loopback address that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new StartupError('the loopback address gave no port');
  probe.close();
  await once(probe, 'close');
  return address.port;
}

/** Whether a connection to this port of the loopback address is taken right now. */
export async function isPortTaken(port: number): Promise<boolean> {
  const knock = connect({ port, host: '127.0.0.1' });
  try {
    await once(knock, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    knock.destroy();
  }
}
