import { describe, expect, it } from '@jest/globals';
import type { Action } from '../../lab/day/feed/lines.js';
import { Agenda } from '../../lab/day/play/agenda.js';
import { scriptOf } from '../../lab/day/play/script.js';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 9, minute)).toISOString();
const ms = (minute: number): number => Date.parse(at(minute));
const lines = [{ sku: 'A', quantity: 1, price: '10.00' }];
const sale = (minute: number, receipt: string): Action => ({
  at: at(minute),
  type: 'pos.sale',
  location: 'store-01',
  receipt,
  lines,
});
const refund = (minute: number, receipt: string): Action => ({
  at: at(minute),
  type: 'pos.refund',
  location: 'store-01',
  receipt,
  lines,
  condition: 'resellable',
  paidOut: true,
});
const receive = (minute: number): Action => ({ at: at(minute), type: 'wms.receive', sku: 'A', quantity: 1 });

const agendaOf = (actions: readonly Action[]) => new Agenda(scriptOf(actions, Number));

describe('the agenda of a day', () => {
  it('The agenda hands out what concerns no order at its time, once and in order', () => {
    const agenda = agendaOf([receive(1), receive(2), receive(5)]);
    expect(agenda.takeWithoutOrder(ms(0))).toEqual([]);
    expect(agenda.takeWithoutOrder(ms(3)).map((action) => action.at)).toEqual([at(1), at(2)]);
    expect(agenda.takeWithoutOrder(ms(3))).toEqual([]);
    expect(agenda.left).toBe(1);
  });

  it('The agenda starts an order at its time and forgets it after its last line', () => {
    const agenda = agendaOf([sale(1, 'R1'), sale(2, 'R2'), refund(4, 'R1')]);
    expect([...agenda.begun(ms(1))].map((script) => script.key)).toEqual(['receipt R1']);
    const [first] = agenda.begun(ms(2));
    expect(first?.todo.map((action) => action.type)).toEqual(['pos.sale', 'pos.refund']);
    for (const script of [...agenda.begun(ms(2))]) {
      const [next] = script.todo;
      if (next) agenda.done(script, next);
    }
    expect([...agenda.begun(ms(2))].map((script) => script.key)).toEqual(['receipt R1']);
    expect(agenda.left).toBe(1);
  });

  it('The agenda counts an action once, however often it is reported', () => {
    const agenda = agendaOf([sale(1, 'R1'), refund(4, 'R1')]);
    const [script] = agenda.begun(ms(1));
    const [sold] = script?.todo ?? [];
    if (script === undefined || sold === undefined) throw new Error('the sale is not there');
    agenda.done(script, sold);
    agenda.done(script, sold);
    expect(agenda.left).toBe(1);
    expect(script.todo.map((action) => action.type)).toEqual(['pos.refund']);
  });

  it('The agenda looks only at orders that have begun, so a long day costs no more per look than a short one', () => {
    const agenda = agendaOf(Array.from({ length: 1_000 }, (_, i) => sale(i, `R${i}`)));
    expect(agenda.begun(ms(2)).size).toBe(3);
  });
});
