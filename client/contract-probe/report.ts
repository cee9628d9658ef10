import type { Probed } from './probe.js';

/**
 * What can be sent to us: names of types and fields, kinds, counts. No value of an answer, no address, no name of the
 * installation. Texts of counterparts are left out too: nobody knows what they hold.
 */
export function reportOf({ differences, failed, fields, facts, schema }: Probed): object {
  return {
    report: 'onepool contract probe',
    differences,
    failed: failed.map(({ message: _message, ...one }) => one),
    fields: fields.map(({ otherKinds, ...field }) => ({
      ...field,
      ...(Object.keys(otherKinds).length === 0 ? {} : { otherKinds }),
    })),
    facts: facts.map(({ system, name, reading }) => ({ system, name, reading: reading ?? 'not seen' })),
    schema: schema?.split('\n') ?? 'not read',
  };
}
