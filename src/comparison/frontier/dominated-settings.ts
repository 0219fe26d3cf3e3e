import type { TunePoint } from "../../core/tune-report.ts";

/**
 * For each setting the place of one that accepts no less and costs no more per accepted outcome,
 * and is better in one of the two: the cheapest such, then the one that accepts most. Null: there
 * is none, or a figure of the setting is not known.
 */
export function dominatedBy(points: readonly TunePoint[]): readonly (number | null)[] {
  const figures = points.map(figuresOf);
  return figures.map((own) => {
    if (own === undefined) return null;
    let best: number | null = null;
    for (const [place, other] of figures.entries()) {
      if (other === undefined || !dominates(other, own)) continue;
      const before = best === null ? undefined : figures[best];
      if (before === undefined || isBetter(other, before)) best = place;
    }
    return best;
  });
}

interface Figures {
  readonly accepted: number;
  readonly cost: number;
}

function figuresOf({ acceptance_rate: rate, cost, not_covered: lacking }: TunePoint) {
  const accepted = rate.value;
  const perAccepted = cost.per_accepted_usd.value;
  // Settings that are not known on the same records are not held against each other.
  if (lacking > 0 || accepted === null || perAccepted === null) return undefined;
  return { accepted, cost: perAccepted };
}

function dominates(other: Figures, own: Figures): boolean {
  const isNoWorse = other.accepted >= own.accepted && other.cost <= own.cost;
  return isNoWorse && (other.accepted > own.accepted || other.cost < own.cost);
}

function isBetter(one: Figures, other: Figures): boolean {
  return one.cost < other.cost || (one.cost === other.cost && one.accepted > other.accepted);
}
