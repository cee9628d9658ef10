import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import ssh2, { type Connection, type SFTPWrapper } from 'ssh2';
import { DONE, type Reply, ServedFolder } from './served-folder.js';

const { utils } = ssh2;
const { STATUS_CODE } = utils.sftp;

/** One key for all servers of a process: making one takes a while. The library's own ed25519 keys are now and then malformed. */
const HOST_KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey;

export interface SftpServerOptions {
  /** What is served as `/`. */
  readonly folder: string;
  readonly user: string;
  readonly password: string;
}

/** What the server may be told to do wrong, by the request of SFTP at which it does it. */
export type SftpRequest = 'list' | 'open' | 'read' | 'write' | 'rename' | 'stat' | 'remove';
/** `swallow`: nothing is answered any more. `refuse`: our user may not. `drop-…`: the connection breaks, once. */
export type SftpFault = 'swallow' | 'refuse' | 'drop-before' | 'drop-after';

export interface SftpServer {
  /** `sftp://127.0.0.1:PORT/`. */
  readonly url: string;
  /** As `ssh-keygen -lf` shows it. */
  readonly hostKey: string;
  readonly faults: Map<SftpRequest, SftpFault>;
  /** Connections and packets so far. */
  readonly seen: { connections: number; packets: number };
  /** Whether it takes connections and says nothing at all. */
  holdsBack: boolean;
  /** How many connections there are now. */
  open(): number;
  /** Swallows every packet of the connections that there are now, those as well that only ask whether it is there. */
  fallSilent(): void;
  close(): Promise<void>;
}

/** A small SFTP server with a folder of this machine, one user, and faults. */
export async function startSftpServer(options: SftpServerOptions): Promise<SftpServer> {
  const parsed = utils.parseKey(HOST_KEY);
  if (parsed instanceof Error) throw parsed;
  const ssh = new ssh2.Server({ hostKeys: [HOST_KEY] }, (connection) => {
    state.seen.connections += 1;
    connection.on('error', () => {});
    accept(connection, options, state);
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    socket.on('data', () => {
      state.seen.packets += 1;
    });
    if (!state.holdsBack) ssh.injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const fingerprint = createHash('sha256').update(parsed.getPublicSSH()).digest('base64').replace(/=+$/, '');
  const state: SftpServer = {
    url: `sftp://127.0.0.1:${address.port}/`,
    hostKey: `SHA256:${fingerprint}`,
    faults: new Map(),
    seen: { connections: 0, packets: 0 },
    holdsBack: false,
    open: () => sockets.size,
    fallSilent: () => {
      for (const socket of sockets) socket.pause();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return state;
}

function accept(connection: Connection, { folder, user, password }: SftpServerOptions, server: SftpServer): void {
  connection.on('authentication', (attempt) => {
    if (attempt.method === 'password' && attempt.username === user && attempt.password === password) attempt.accept();
    else attempt.reject(['password']);
  });
  connection.on('session', (acceptSession) => {
    acceptSession().on('sftp', (acceptSftp) => {
      const served = new ServedFolder(folder);
      connection.on('close', () => void served.closeAll());
      serve(acceptSftp(), { served, server, drop: () => connection.end() });
    });
  });
}

interface Serving {
  readonly served: ServedFolder;
  readonly server: SftpServer;
  drop(): void;
}

function serve(sftp: SFTPWrapper, { served, server, drop }: Serving): void {
  const answer = async (id: number, request: SftpRequest | undefined, work: () => Promise<Reply>): Promise<void> => {
    const fault = request === undefined ? undefined : server.faults.get(request);
    if (fault === 'swallow') return;
    if (fault === 'refuse') return send(sftp, id, { status: STATUS_CODE.PERMISSION_DENIED });
    if (request !== undefined && fault !== undefined) server.faults.delete(request);
    if (fault === 'drop-before') return drop();
    const reply = await work().catch((problem: unknown): Reply => ({ status: statusOf(problem) }));
    if (fault === 'drop-after') return drop();
    send(sftp, id, reply);
  };
  sftp.on('OPEN', (id, path, flags) => void answer(id, 'open', () => served.open(path, flags)));
  sftp.on('READ', (id, ...asked) => void answer(id, 'read', () => served.read(...asked)));
  sftp.on('WRITE', (id, ...asked) => void answer(id, 'write', () => served.write(...asked)));
  sftp.on('CLOSE', (id, handle) => void answer(id, undefined, () => served.close(handle)));
  sftp.on('STAT', (id, path) => void answer(id, 'stat', () => served.attributesOf(path)));
  sftp.on('LSTAT', (id, path) => void answer(id, 'stat', () => served.attributesOf(path)));
  sftp.on('FSTAT', (id, handle) => void answer(id, undefined, () => served.attributesOfOpen(handle)));
  sftp.on('SETSTAT', (id) => void answer(id, undefined, async () => DONE));
  sftp.on('FSETSTAT', (id) => void answer(id, undefined, async () => DONE));
  sftp.on('OPENDIR', (id, path) => void answer(id, 'list', () => served.openFolder(path)));
  sftp.on('READDIR', (id, handle) => void answer(id, undefined, () => served.readFolder(handle)));
  sftp.on('REMOVE', (id, path) => void answer(id, 'remove', () => served.remove(path)));
  sftp.on('RENAME', (id, from, to) => void answer(id, 'rename', () => served.rename(from, to)));
  sftp.on('MKDIR', (id, path) => void answer(id, undefined, () => served.makeFolder(path)));
  sftp.on('REALPATH', (id, path) => void answer(id, undefined, () => served.realPath(path)));
}

function send(sftp: SFTPWrapper, id: number, reply: Reply): void {
  if ('status' in reply) sftp.status(id, reply.status);
  else if ('handle' in reply) sftp.handle(id, reply.handle);
  else if ('data' in reply) sftp.data(id, reply.data);
  else if ('names' in reply) sftp.name(id, reply.names);
  else sftp.attrs(id, reply.attributes);
}

function statusOf(problem: unknown): number {
  const code = typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : undefined;
  if (code === 'ENOENT') return STATUS_CODE.NO_SUCH_FILE;
  return code === 'EACCES' || code === 'EPERM' ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE;
}
