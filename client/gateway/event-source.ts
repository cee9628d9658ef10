import type { IncomingHttpHeaders } from 'node:http';
import type { System } from '../../domain/names.js';
import type { Inbox } from '../../systems/database/port.js';

/** An event as the inbox keeps it: ids only, never a person's data. */
export type InboxEvent = Parameters<Inbox['store']>[1][number];

/** One counterpart that sends us events: where they come in, what proves the sender, how they are read. */
export interface EventSource {
  readonly system: System;
  readonly paths: readonly string[];
  /** What a caller hears who does not prove who it is. Sitoo drops its events on anything but 503, so it gets that. */
  readonly refusal: 401 | 503;
  /** Why nothing can be accepted (no secret is configured), or undefined when the source is open. */
  readonly closed?: string;
  /** Proof that needs no body; asked before the body is read. */
  provenByHeaders(headers: IncomingHttpHeaders): boolean;
  /** Proof over the bytes of the body exactly as they came. */
  provenByBody(headers: IncomingHttpHeaders, rawBody: Buffer): boolean;
  /** The events in a body. Throws when it cannot be read. */
  read(rawBody: Buffer): readonly InboxEvent[];
}
