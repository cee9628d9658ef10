import { stopServers } from './start-servers.js';

/** Global teardown of every layer that has servers. */
export default () => stopServers();
