import { InvalidArgumentError } from 'commander';

/** Reads an option that counts something: a whole number above zero, with at most this many digits. */
export function positiveInteger(digits: number): (text: string) => number {
  return (text) => {
    if (text.length > digits || !/^[1-9]\d*$/.test(text))
      throw new InvalidArgumentError('Give a whole number above zero.');
    return Number(text);
  };
}
