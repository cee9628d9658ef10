import { startServers } from './start-servers.js';

/** Global setup of the layers that need PostgreSQL and Temporal. */
export default () => startServers(['postgres', 'temporal']);
