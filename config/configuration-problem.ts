/** One thing that is wrong with the configuration, as a sentence, and where it is. */
export interface Fault {
  /** Path in the brand file (`locations[2].wms`) or the name of an environment variable. */
  readonly where: string;
  /** Line in the file, counted from 1, where it is known. */
  readonly line?: number;
  readonly sentence: string;
}

/** Everything that is wrong with the configuration. `message` is what a person needs to read to fix it. */
export class ConfigurationProblem extends Error {
  override readonly name = 'ConfigurationProblem';
  readonly faults: readonly Fault[];

  /** @param source what was read, e.g. `brand.yaml` or `The environment`. */
  constructor(source: string, faults: readonly Fault[]) {
    const lines = faults.map((fault) => `  - ${placed(fault)}${fault.sentence}`);
    super(
      [`${source} needs ${faults.length === 1 ? 'one correction' : `${faults.length} corrections`}:`, ...lines].join(
        '\n',
      ),
    );
    this.faults = faults;
  }
}

function placed({ where, line }: Fault): string {
  const place = [line === undefined ? '' : `line ${line}`, where].filter((text) => text !== '').join(', ');
  return place === '' ? '' : `${place}: `;
}
