import { fileURLToPath } from 'node:url';
import type { ExchangeFolder } from './exchange-folder.js';
import { localFolder } from './local-folder.js';
import type { SftpAccount } from './sftp-connection.js';
import { sftpFolder } from './sftp-folder.js';

/** The folder at an address: `file:///srv/exchange`, or `sftp://host/path`. Nothing is opened before it is used. */
export function openFolder(account: SftpAccount): ExchangeFolder {
  const { protocol } = new URL(account.url);
  if (protocol === 'file:') return localFolder(fileURLToPath(account.url));
  if (protocol === 'sftp:') return sftpFolder(account);
  throw new Error(`Files are exchanged over file: or sftp:, not over ${protocol} (WMS_URL).`);
}
