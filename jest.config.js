/** Tests run the TypeScript sources as ES modules; swc turns them, `tsc` checks them. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};

/** The tests of `test/NAME`. Its servers start only when one of its tests is selected; layers share them. */
const layer = (name, servers) => ({
  ...shared,
  displayName: name,
  roots: ['<rootDir>/test'],
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  ...(servers && {
    globalSetup: `<rootDir>/test/support/servers/${servers}.js`,
    globalTeardown: '<rootDir>/test/support/servers/stop.js',
  }),
});

/** Each test lies in the first layer that gives it what it needs; `test/pure/layers.test.ts` holds them to it. */
export default {
  projects: [
    layer('pure'),
    layer('slow'),
    layer('contract'),
    layer('replay'),
    layer('database', 'with-postgres'),
    layer('workflow', 'with-postgres-and-temporal'),
    layer('faults', 'with-postgres-and-temporal'),
  ],
  /** Stories of a group (`it.concurrent`) all run side by side, as orders do. */
  maxConcurrency: 50,
  /**
   * Modules of a finished test file are not given back by one process: after a hundred files it collected garbage for most of its
   * time, and then had no memory left. So files run in a process of its own, which is replaced once it holds this much.
   */
  workerIdleMemoryLimit: '1GB',
  /** Most of a test is waiting: two files side by side take little more than half the time, and the servers bear them. */
  maxWorkers: 2,
  /** A run ends also when a failed test left something open: what a leak costs must not be an hour of waiting. */
  forceExit: true,
  /** From the start of all stories of a group. What a story waits for has a shorter limit, and says what it was. */
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/test/support/closing-line.js'],
};
