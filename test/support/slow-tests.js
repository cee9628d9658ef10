const LIMIT_MS = 1_000;

/** Names the tests that took over a second: such a test belongs in another layer, unless the machine was busy. */
export default class SlowTests {
  onTestResult(_test, { testResults }) {
    for (const { fullName, duration } of testResults)
      if (duration > LIMIT_MS) process.stdout.write(`slow: ${(duration / 1_000).toFixed(1)} s, ${fullName}\n`);
  }
}
