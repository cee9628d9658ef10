/** A variable that names a server of the run. @throws Error when the layer of this test starts no such server */
export function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: jest.config.js starts no such server for the layer in which this test lies.`);
  return value;
}
