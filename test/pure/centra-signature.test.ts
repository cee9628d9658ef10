import { describe, expect, it } from '@jest/globals';
import { parseWebhook, signatureHeader, verifySignature } from '../../systems/centra/events.js';

const golden = {
  rawBody: Buffer.from('payload=%7B%22x%22%3A%22test%22%7D'),
  header: 't=12345678,v1=0b9cd84f5d583e5e1aadfb9f160aa8080b51d5b85ff85808d6b75bdac356c549',
  secrets: ['test123'],
  nowMs: 12_345_678_000,
  toleranceMs: 300_000,
};

describe('the signature of a Centra webhook', () => {
  it('The check accepts Centra’s own published example', () => {
    expect(verifySignature(golden)).toBe('genuine');
  });

  it('A signature is made the way it is checked', () => {
    expect(signatureHeader('test123', 12_345_678, golden.rawBody)).toBe(golden.header);
  });

  it('The old and the new secret are both accepted while the secret is rotated, in either order', () => {
    expect(verifySignature({ ...golden, secrets: ['new', 'test123'] })).toBe('genuine');
    expect(verifySignature({ ...golden, secrets: ['test123', 'new'] })).toBe('genuine');
  });

  it('A signature with another secret, an empty one, or none at all is refused', () => {
    for (const secrets of [['other'], [''], []]) expect(verifySignature({ ...golden, secrets })).toBe('forged');
  });

  it('A body that was changed by one byte is refused', () => {
    const rawBody = Buffer.from('payload=%7B%22x%22%3A%22tesu%22%7D');
    expect(verifySignature({ ...golden, rawBody })).toBe('forged');
  });

  it('A signature that is too old or from the future is refused', () => {
    expect(verifySignature({ ...golden, nowMs: golden.nowMs + 300_001 })).toBe('stale');
    expect(verifySignature({ ...golden, nowMs: golden.nowMs - 300_001 })).toBe('stale');
    expect(verifySignature({ ...golden, nowMs: golden.nowMs + 300_000 })).toBe('genuine');
  });

  it('A forged signature is reported as forged, however old it is', () => {
    expect(verifySignature({ ...golden, secrets: ['other'], nowMs: 0 })).toBe('forged');
  });

  it('A missing signature header is refused', () => {
    for (const header of [undefined, '']) expect(verifySignature({ ...golden, header })).toBe('missing');
  });

  it('A signature header that came twice or in an unknown form is refused', () => {
    const hex = golden.header.slice('t=12345678,v1='.length);
    const headers = [
      [golden.header],
      [golden.header, golden.header],
      `v1=${hex}`,
      't=12345678',
      `t=,v1=${hex}`,
      `t=12345678,v1=${hex}00`,
      `t=12345678,v1=${hex.slice(2)}`,
      `t=12345678, v1=${hex}`,
      `t=12345678,v1=${hex},v1=${hex}`,
      `t=-12345678,v1=${hex}`,
      `t=12345678,v1=${hex.toUpperCase()}`,
      `t=12345678,v0=${hex}`,
      `${golden.header} `,
    ];
    for (const header of headers)
      expect([header, verifySignature({ ...golden, header })]).toEqual([header, 'malformed']);
  });
});

describe('the body of a Centra webhook', () => {
  const body = (payload: unknown) => Buffer.from(new URLSearchParams({ payload: JSON.stringify(payload) }).toString());
  const entry = { type: 'order', action: 'update', date: '2021-01-29 14:40:58.628033', id: 2735 };

  it('A webhook names each event by its content, so that a repeat is recognised', () => {
    const once = parseWebhook(body({ events: [entry] }));
    expect(once).toEqual([
      {
        eventId: 'order/update/2735/2021-01-29 14:40:58.628033',
        kind: 'order.update',
        subject: '2735',
        raw: '{"type":"order","action":"update","date":"2021-01-29 14:40:58.628033","id":"2735"}',
      },
    ]);
    expect(parseWebhook(body({ events: [entry] }))).toEqual(once);
  });

  it('A webhook leaves nothing but ids', () => {
    const [event] = parseWebhook(body({ events: [{ ...entry, data: { email: 'anna@shop.invalid' } }] }));
    expect(event?.raw).not.toContain('anna');
  });

  it('Webhook entries that cannot be read are one refused event without their content, and the others are kept', () => {
    const odd = { ...entry, id: '1'.repeat(40), name: 'Ada Ek' };
    const events = parseWebhook(body({ events: [null, { ...entry, id: { a: 1 } }, { type: 'order' }, odd, entry] }));
    expect(events.map((event) => event.subject)).toEqual(['2735', '']);
    expect(events[1]).toMatchObject({ kind: 'unreadable', refused: expect.stringContaining('4 entries') });
    expect(JSON.stringify(events)).not.toMatch(/Ada|1111/);
  });

  it('Webhook entries of a kind that is of no use are left out', () => {
    expect(parseWebhook(body({ events: [{ type: 'check_first', action: 'create', data: {} }] }))).toEqual([]);
  });

  it('A body that is not a webhook is refused', () => {
    for (const bad of ['', 'x=1', 'payload=', 'payload=%7B', 'payload=%7B%22x%22%3A1%7D'])
      expect(() => parseWebhook(Buffer.from(bad))).toThrow(SyntaxError);
  });
});
