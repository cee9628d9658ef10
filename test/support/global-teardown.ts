export default async function globalTeardown(): Promise<void> {
  const { stopServers } = globalThis as { stopServers?: () => Promise<void> };
  await stopServers?.();
}
