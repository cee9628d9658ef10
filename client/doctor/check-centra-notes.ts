import type { ReplyNotes } from '../../systems/centra/port.js';
import { type Finding, good, warning } from './finding.js';

/** What Centra has said in its answers about its version, and about what it will take away. */
export function checkCentraNotes({ appVersions, deprecatedFields, deprecatedPermissions }: ReplyNotes): Finding[] {
  const willGo = (check: string, what: string, names: readonly string[]): Finding[] =>
    names.length === 0
      ? []
      : [warning(check, `Centra will take away ${what}: ${names.join(', ')}. Update Onepool before.`)];
  return [
    ...(appVersions.length === 0 ? [] : [good('version of Centra', appVersions.join(', '))]),
    ...willGo('fields of Centra', 'fields that we read', deprecatedFields),
    ...willGo('permissions of Centra', 'permissions that the token uses', deprecatedPermissions),
  ];
}
