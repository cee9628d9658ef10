import type { IncomingHttpHeaders } from 'node:http';
import type { System } from '../../domain/names.js';
import type { NewEvent } from '../../systems/database/port.js';

/** One counterpart that sends events: its paths, how to verify the sender, how to read a body. */
export interface EventSource {
  readonly system: System;
  readonly paths: readonly string[];
  /** Status code for an unverified sender. Sitoo drops its events on anything but 503, so it gets 503. */
  readonly refusal: 401 | 503;
  /** Why no event can be accepted (no secret is configured), or undefined when the source is open. */
  readonly closed?: string;
  /** Verification by headers alone, before the body is read. */
  provenByHeaders(headers: IncomingHttpHeaders): boolean;
  /** Verification over the exact bytes of the body. */
  provenByBody(headers: IncomingHttpHeaders, rawBody: Buffer): boolean;
  /** The events in a body. @throws when it cannot be read */
  read(rawBody: Buffer): readonly NewEvent[];
}
