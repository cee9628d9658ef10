import type { Problem, Resolution } from '../../domain/cases/case.js';
import type { OrderState } from './order-state.js';

/** Remembers a correction; it is applied whenever the order is read or placed from now on. */
export function rememberCorrection(order: OrderState, { data }: Resolution): void {
  const { mapSku, courier, giftMessage, giftMessageRef } = data ?? {};
  order.corrections = {
    ...order.corrections,
    ...(mapSku ? { skus: { ...order.corrections.skus, [mapSku.from]: mapSku.to } } : {}),
    ...(courier ? { courier } : {}),
    ...(giftMessage ? { giftMessage } : {}),
    ...(giftMessageRef ? { giftMessageRef } : {}),
  };
}

/** These problems are accepted: the order goes on with them. */
export function acceptProblems(order: OrderState, problems: readonly Problem[]): void {
  const accepted = [...(order.corrections.accepted ?? []), ...problems.map((p) => p.code)];
  order.corrections = { ...order.corrections, accepted };
}

/** The units of these lines are taken from a location of a person's choice. */
export function chooseLocation(order: OrderState, location: string, lines: readonly string[]): void {
  const chosen = Object.fromEntries(lines.map((line) => [line, location]));
  order.corrections = { ...order.corrections, locations: { ...order.corrections.locations, ...chosen } };
}
