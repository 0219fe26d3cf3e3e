import type {
  ExploredSegment,
  GuardedSegment,
  SegmentReport,
} from "../../../core/segment-report.ts";
import type { Place } from "../../place.ts";

/** A segment with its p-value after the correction of its family. */
export interface ShownSegment {
  readonly place: Place<GuardedSegment | ExploredSegment>;
  readonly adjusted: Place<number>;
  readonly correction: "Holm" | "BH";
  readonly kind: "guard" | "explored";
}

export interface ShownSegments {
  /** Guards first; of either kind what is worse by its test, then the lowest lower bound. */
  readonly tested: readonly ShownSegment[];
  /** Too few records to find a loss that matters, in the same order. */
  readonly tooSmall: readonly ShownSegment[];
  readonly leftOut: number;
}

/** As many as one drawing holds. */
const MOST_ROWS = 60;
/** Of them, kept for segments that are too small: what cannot be known is not hidden. */
const ROWS_FOR_SMALL = 15;

/** The segments that a page shows: the worst, and some of those of which nothing can be said. */
export function shownSegments(found: Place<SegmentReport>): ShownSegments {
  const [guards, others] = [found.at("guard"), found.at("explored")];
  const all: readonly ShownSegment[] = [
    ...guards.value.map((_, index): ShownSegment => {
      const place = guards.at(index);
      return { place, adjusted: place.at("p_holm"), correction: "Holm", kind: "guard" };
    }),
    ...others.value.map((_, index): ShownSegment => {
      const place = others.at(index);
      return { place, adjusted: place.at("p_bh"), correction: "BH", kind: "explored" };
    }),
  ].toSorted(byLoss);
  const isSmall = ({ place }: ShownSegment) => place.value.status === "cannot_detect";
  const small = all.filter(isSmall);
  const rest = all.filter((one) => !isSmall(one));
  const tested = rest.slice(0, MOST_ROWS - Math.min(small.length, ROWS_FOR_SMALL));
  const tooSmall = small.slice(0, MOST_ROWS - tested.length);
  return { tested, tooSmall, leftOut: all.length - tested.length - tooSmall.length };
}

function byLoss(one: ShownSegment, other: ShownSegment): number {
  if (one.kind !== other.kind) return one.kind === "guard" ? -1 : 1;
  const [left, right] = [one, other].map(({ place: { value } }) => ({
    isWorse: value.status === "regressed" || value.status === "flagged",
    bound: value.difference.lower ?? value.difference.value ?? Infinity,
    name: JSON.stringify([value.tag, value.value]),
  }));
  if (left!.isWorse !== right!.isWorse) return left!.isWorse ? -1 : 1;
  if (left!.bound !== right!.bound) return left!.bound < right!.bound ? -1 : 1;
  return left!.name < right!.name ? -1 : left!.name > right!.name ? 1 : 0;
}
