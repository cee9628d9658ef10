import { type DestinationStream, type Logger, pino } from 'pino';
import { readLogLevel } from './environment.js';

/** Keys whose values never reach a log line, at any of the first three levels of an object: people and credentials. */
const PRIVATE = [
  'name',
  'firstName',
  'lastName',
  'namefirst',
  'namelast',
  'company',
  'email',
  'phone',
  'cellPhoneNumber',
  'phoneNumber',
  'address',
  'address1',
  'address2',
  'zipCode',
  'city',
  'consignee',
  'shippingAddress',
  'billingAddress',
  'giftMessage',
  'token',
  'password',
  'secret',
  'authorization',
  'apiKey',
];

/**
 * A log of one process: JSON lines for machines, `[time] LEVEL sentence` for a person at a terminal.
 * Values under the names of personal data and credentials are left out, should anyone ever pass such an object.
 */
export function createLog(
  process: string,
  options: { level?: string; destination?: DestinationStream; terminal?: boolean } = {},
): Logger {
  const terminal = options.terminal ?? (options.destination === undefined && isTerminal());
  const destination = options.destination ?? pino.destination({ dest: 2, sync: true });
  return pino(
    {
      level: options.level ?? readLogLevel(),
      base: { process },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: PRIVATE.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), remove: true },
      // An error's own name is its type here, not a person's.
      serializers: { err: pino.stdSerializers.err },
    },
    terminal ? readable(destination) : destination,
  );
}

function isTerminal(): boolean {
  return globalThis.process.stderr.isTTY === true;
}

/** Turns JSON lines into what one reads at a terminal. */
function readable(to: DestinationStream): DestinationStream {
  return {
    write: (line) => {
      const { time, level, process, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
      const details = Object.entries(rest).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
      const cause = isRecord(err) && typeof err.message === 'string' ? ` (${err.message})` : '';
      const clock = String(time).slice(11, 19);
      to.write(`${clock} ${String(level).padEnd(5)} ${process} ${msg ?? ''}${cause}${details.join('')}\n`);
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
