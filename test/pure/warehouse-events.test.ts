import { describe, expect, it } from '@jest/globals';
import { parseWebhook, verifyFixedHeader } from '../../systems/ongoing/events.js';

describe('the fixed header of the warehouse’s webhooks', () => {
  it('The header of a webhook is accepted with the current or, during a rotation, the next token', () => {
    expect(verifyFixedHeader('new', ['old', 'new'])).toBe(true);
    expect(verifyFixedHeader('old', ['old', 'new'])).toBe(true);
  });

  it.each([
    ['no header', undefined, ['token']],
    ['an empty header, even if a token is empty', '', ['']],
    ['the beginning of a token', 'tok', ['token']],
    ['any header while no token is configured', 'token', []],
  ])('The header of a webhook is refused: %s', (_case, value, tokens) => {
    expect(verifyFixedHeader(value, tokens)).toBe(false);
  });
});

describe('a webhook of the warehouse', () => {
  it('A webhook about an order keeps ids only', () => {
    const body = JSON.stringify({
      webhookEventId: 9001,
      orderId: 50161,
      orderNumber: 'C10045-1',
      orderStatus: { number: 450 },
      byUser: { userId: 3 },
      consignee: { name: 'Ada Ek' },
    });
    expect(parseWebhook(body)).toEqual([
      {
        eventId: '9001',
        kind: 'order',
        subject: 'C10045-1',
        raw: '{"webhookEventId":"9001","orderNumber":"C10045-1","orderId":"50161","status":450}',
      },
    ]);
  });

  it('A webhook about stock names the article', () => {
    const body = { webhookEventId: 'e-7', article: { articleNumber: 'CAP', articleSystemId: 4, articleName: 'x' } };
    expect(parseWebhook(body)).toMatchObject([{ eventId: 'e-7', kind: 'inventory', subject: 'CAP' }]);
  });

  it('A webhook about a receipt or a pick names the article too, whatever else it contains', () => {
    const article = { articleNumber: 'CAP', articleSystemId: 4 };
    const receipt = { webhookEventId: 8, isReceive: true, isMove: false, article, articleItem: { numberOfItems: 5 } };
    const pick = { webhookEventId: 9, isPicked: true, article, order: { orderNumber: 'C1-1' } };
    expect([receipt, pick].flatMap(parseWebhook).map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'inventory CAP',
      'inventory CAP',
    ]);
  });

  it('A webhook about anything else is ignored', () => {
    expect(parseWebhook({ webhookEventId: 1, purchaseOrderNumber: 'P1' })).toEqual([]);
  });

  it.each([
    ['NUL', { webhookEventId: 1, orderNumber: 'C1\0' }],
    ['a sentence', { webhookEventId: 1, orderNumber: 'For Ada Ek, Provgatan 1' }],
    ['too much', { webhookEventId: 1, orderNumber: 'C'.repeat(65) }],
    ['half a character', { webhookEventId: 1, article: { articleNumber: '\ud800' } }],
  ])(
    'A webhook whose order or article is named with %s wakes the follower, and the name is left out',
    (_case, body) => {
      const [one] = parseWebhook(JSON.stringify(body));
      expect(one?.subject).toBe('');
      expect(one?.raw).not.toMatch(/Number/);
    },
  );

  it('A webhook whose id cannot be stored is malformed', () => {
    for (const webhookEventId of ['e'.repeat(65), '\0', 1.5, ''])
      expect(() => parseWebhook({ webhookEventId, orderNumber: 'C1-1' })).toThrow(
        expect.objectContaining({ kind: 'malformed-answer' }),
      );
  });

  it.each(['', '{', '[]', '{}', 'null', '{"orderNumber":"C1-1"}'])('A webhook that reads %j is malformed', (body) => {
    expect(() => parseWebhook(body)).toThrow(expect.objectContaining({ kind: 'malformed-answer', system: 'wms' }));
  });
});
