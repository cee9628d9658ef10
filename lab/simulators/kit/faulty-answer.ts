import type { ServerResponse } from 'node:http';
import { type Answer, send } from './answer.js';
import type { Fault } from './faults.js';

/** Answers one call the way its fault wants it: some faults happen before the call takes effect, some after. */
export async function answerWithFault(
  fault: Fault | undefined,
  response: ServerResponse,
  takeEffect: () => Answer,
): Promise<void> {
  switch (fault?.kind) {
    case undefined:
      return send(response, takeEffect());
    case 'connection-reset':
      response.socket?.resetAndDestroy();
      return;
    case 'response-lost':
      takeEffect();
      response.socket?.destroy();
      return;
    case 'status': {
      const text = fault.body ?? '';
      const type = text.startsWith('{') || text.startsWith('[') ? 'application/json' : 'text/plain';
      return send(response, { status: fault.status, text, headers: { 'content-type': type, ...fault.headers } });
    }
    case 'html':
      return send(response, {
        status: 200,
        text: '<!doctype html><html><body><h1>One moment please</h1></body></html>',
        headers: { 'content-type': 'text/html' },
      });
    case 'truncated': {
      const whole = takeEffect();
      const text = whole.text ?? JSON.stringify(whole.json ?? null);
      // A bare number or `true` has no invalid half: what is left of it is an opened bracket.
      const half = text.length < 8 ? '{' : text.slice(0, Math.floor(text.length / 2));
      return send(response, { ...whole, text: half });
    }
    case 'slow': {
      const late = takeEffect();
      await new Promise((passed) => setTimeout(passed, fault.ms));
      return send(response, late);
    }
    case 'late':
      // Unreferenced: a simulator that is closed meanwhile is not kept alive by an effect that nobody would see.
      if (!fault.withoutEffect) setTimeout(takeEffect, fault.ms).unref();
      if (fault.status === undefined) response.socket?.destroy();
      else send(response, { status: fault.status, text: '' });
      return;
  }
}
