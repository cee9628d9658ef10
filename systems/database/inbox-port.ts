import type { Follower, FollowerOfBrand } from '../../domain/followers.js';
import type { System } from '../../domain/names.js';

/** An event that waits to be handled: what it is about, not what happened. */
export interface InboxEvent {
  readonly id: number;
  readonly kind: string;
  readonly subject: string;
}

/** An event to be kept: ids only, never a person's data. */
export interface NewEvent {
  readonly eventId: string;
  readonly kind: string;
  readonly subject: string;
  readonly raw: string;
  /** Why no follower can ever handle it: it then waits for a person from the beginning. */
  readonly refused?: string;
}

/** An event as a person looks at it. It is pending, refused (`refused` without `handledAt`), handled or discarded. */
export interface InboxRow extends InboxEvent {
  readonly system: System;
  readonly eventId: string;
  /** What was kept of it: ids, types and states, as JSON. */
  readonly raw: string;
  readonly receivedAt: string;
  readonly handledAt?: string;
  readonly refused?: string;
  readonly refusedAt?: string;
  readonly discardedBy?: string;
}

/** What the database can never store, whatever is tried again: the content itself is refused. */
export class Unstorable extends Error {
  override readonly name = 'Unstorable';
}

/** Events as they arrived. The caller removes personal data. */
export interface Inbox {
  /**
   * Stores raw events; a repeated (system, eventId) is ignored. Returns how many were new.
   * @throws Unstorable when it is the content that the database refuses
   */
  store(system: System, events: readonly NewEvent[]): Promise<number>;
  /** Oldest events that wait for a follower; refused ones are left out. */
  pending(follower: Follower, limit: number): Promise<InboxEvent[]>;
  markHandled(ids: readonly number[]): Promise<void>;
  /** Sets an event aside that its reader cannot handle; it waits for a person, and the others go on. `why` is a sentence without personal data. */
  markRefused(id: number, why: string): Promise<void>;
  /** Events that wait for a person, the oldest first. */
  refused(limit: number, system?: System): Promise<InboxRow[]>;
  show(id: number): Promise<InboxRow | undefined>;
  /** Gives a refused event to its follower again. False when it is not refused. */
  retry(id: number): Promise<boolean>;
  /** Closes a refused event without handling it. False when it is not refused. */
  discard(id: number, by: string): Promise<boolean>;
  /** A follower begins a round, before it reads what is pending: what was stored until now, it sees. */
  beginRound(follower: FollowerOfBrand): Promise<void>;
  /** Rounds that a follower has begun so far. */
  roundsBegun(follower: FollowerOfBrand): Promise<number>;
  /** Deletes some events that were handled before a moment (ISO). Returns how many; 0 when there are no more. */
  prune(olderThan: string): Promise<number>;
}
