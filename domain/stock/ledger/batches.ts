import type { Batch, BatchLine, BatchOutcome } from '../batch.js';
import type { Target } from '../flows.js';
import type { StockPolicy } from '../policy.js';
import type { PositionFigures } from '../position.js';
import type { RefusedLine } from '../refusal.js';
import { freeAtCentra, pendingDelta, recalculate, recalculateAll, setPublished } from './figures.js';
import { type HeldPosition, type HeldPositions, positionAt } from './held-position.js';

/** A line of a batch with what it was calculated from. */
export interface ClaimedLine extends BatchLine {
  /** Physical stock that the counterpart should show after it. */
  readonly level: number;
  readonly figures: PositionFigures;
}

const NONE: ReadonlySet<string> = new Set();

type Call = Pick<Batch, 'target' | 'location' | 'direction'>;

/** What a call in one direction publishes of these SKUs as they are now; a SKU that needs the other direction by now is left out. */
export function claimLines(
  positions: HeldPositions,
  { skus, ...call }: Call & { readonly skus: readonly string[] },
  policy: StockPolicy,
): ClaimedLine[] {
  return skus.flatMap((sku) => {
    const position = positionAt(positions, { location: call.location, sku });
    return lineOf(position, call, recalculate(position, policy));
  });
}

function lineOf(position: HeldPosition, { target, direction }: Call, figures: PositionFigures): ClaimedLine[] {
  const figure = position.targets.get(target);
  if (!figure?.pending || figure.refused !== null) return [];
  const { sku } = position;
  if (target === 'sitoo') return [{ sku, quantity: figure.wanted, level: figure.wanted, figures }];
  const delta = pendingDelta(figure);
  if (delta > 0 !== (direction === 'in')) return [];
  const units = Math.abs(delta);
  const accepted = figure.refusal?.accepts ?? 0;
  const quantity = accepted > 0 ? Math.min(units, accepted) : units;
  const left = direction === 'in' ? quantity - units : units - quantity;
  return [{ sku, quantity, level: figures.centraLevel + left, figures }];
}

/**
 * Applies the outcome of a batch to the positions of its lines. What the target itself deducted while the batch was on its way
 * (`crossed`) came before the level that was set, or after it: the level is set once more.
 */
export function settleLines(
  positions: HeldPositions,
  {
    lines,
    location,
    crossed = NONE,
    ...call
  }: Call & { readonly lines: readonly BatchLine[]; readonly crossed?: ReadonlySet<string> },
  { state, refused = [] }: BatchOutcome,
): void {
  for (const line of lines) {
    const position = positionAt(positions, { location, sku: line.sku });
    const refusedLine = refused.find(({ sku }) => sku === line.sku);
    if (refusedLine !== undefined) refuse(position, call.target, refusedLine);
    else if (state === 'done') takeEffect(position, call, line);
    if (call.direction === 'set' && crossed.has(line.sku)) setPublished(position, call.target, null);
    position.changed = true;
  }
}

function takeEffect(
  position: HeldPosition,
  { target, direction }: Pick<Call, 'target' | 'direction'>,
  { quantity }: BatchLine,
): void {
  const figure = position.targets.get(target);
  const before = figure?.published ?? 0;
  // What the target took of a change that it refused as a whole: the rest is still refused.
  const isPart = (figure?.refusal?.accepts ?? 0) > 0;
  if (figure?.refusal)
    position.targets.set(target, {
      ...figure,
      refused: isPart ? figure.refusal.sentence : null,
      refusal: isPart ? { ...figure.refusal, accepts: 0 } : null,
      changed: true,
    });
  if (direction === 'set') setPublished(position, target, quantity);
  else setPublished(position, target, direction === 'in' ? before + quantity : before - quantity);
}

function refuse(
  position: HeldPosition,
  target: Target,
  { sentence, reason = 'other', accepts = 0 }: RefusedLine,
): void {
  const known = position.targets.get(target);
  if (!known) return;
  const tries = (known.refusal?.reason === reason ? known.refusal.tries : 0) + 1;
  position.targets.set(target, {
    ...known,
    refused: accepts > 0 ? null : sentence,
    refusal: { sentence, reason, accepts, tries, free: freeAtCentra(position) },
    changed: true,
  });
}

/**
 * Takes note of the levels that Sitoo shows; a SKU that it does not list shows zero. A batch on its way (`busy`) may or may
 * not be in what was seen, so its SKUs stay as they are.
 */
export function recordLevelsAtSitoo(
  positions: HeldPositions,
  { levels, busy }: { readonly levels: ReadonlyMap<string, number>; readonly busy: ReadonlySet<string> },
  policy: StockPolicy,
): void {
  recalculateAll(positions, policy);
  for (const position of positions.values())
    if (!busy.has(position.sku)) setPublished(position, 'sitoo', levels.get(position.sku) ?? 0);
  recalculateAll(positions, policy);
}
