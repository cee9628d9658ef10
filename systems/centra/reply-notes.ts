import type { WarningLog } from '../warning-log.js';
import type { ReplyExtensions } from './classify-reply.js';

/** What Centra has said of itself and of what we use, since the process began. */
export interface ReplyNotes {
  /** Every version that answered; more than one when it was updated in the meantime. */
  readonly appVersions: readonly string[];
  /** Fields that Centra will take away, with all that it says about each. */
  readonly deprecatedFields: readonly string[];
  readonly deprecatedPermissions: readonly string[];
}

const KINDS = {
  appVersions: { field: 'appVersion', message: 'Centra answers with a new version' },
  deprecatedFields: { field: 'deprecatedFieldsUsed', message: 'Centra will take away a field that we read' },
  deprecatedPermissions: {
    field: 'deprecatedPermissionsUsed',
    message: 'Centra will take away a permission that our token uses',
  },
} as const satisfies Record<keyof ReplyNotes, { readonly field: keyof ReplyExtensions; readonly message: string }>;

type Kind = keyof typeof KINDS;
const NOTED = Object.keys(KINDS) as Kind[];
/** More than Centra has fields that we read: beyond it, something is wrong with the answers. */
const NOTES_KEPT = 200;
/** Longer than any name of a field with the date of its end, characters. */
const LONGEST_NOTE = 300;

/** Remembers what the extensions of answers say, and logs each new value once. */
export function createReplyNotes(logger: WarningLog | undefined): {
  take(extensions: ReplyExtensions | undefined): void;
  seen(): ReplyNotes;
} {
  const notes: Record<Kind, string[]> = { appVersions: [], deprecatedFields: [], deprecatedPermissions: [] };
  return {
    take(extensions) {
      if (extensions === undefined) return;
      for (const kind of NOTED)
        for (const value of textsOf(extensions[KINDS[kind].field])) {
          if (notes[kind].includes(value) || notes[kind].length >= NOTES_KEPT) continue;
          notes[kind].push(value);
          logger?.warn({ [KINDS[kind].field]: value }, KINDS[kind].message);
        }
    },
    seen: () => ({
      appVersions: [...notes.appVersions],
      deprecatedFields: [...notes.deprecatedFields],
      deprecatedPermissions: [...notes.deprecatedPermissions],
    }),
  };
}

/** A value or a list of values, whatever their form: only their names are documented. */
function textsOf(value: unknown): string[] {
  if (value == null) return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object') return [String(value).slice(0, LONGEST_NOTE)];
  return [JSON.stringify(value).slice(0, LONGEST_NOTE)];
}
