import { startServers } from './start-servers.js';

/** Global setup of the layers that need PostgreSQL. */
export default () => startServers(['postgres']);
