import type { Ceiling, CeilingReading } from "../../core/ceiling.ts";
import { usdWords } from "../amount-words.ts";
import type { MakeFilter } from "./filter.ts";

/**
 * Refuses a route whose call does not fit under a ceiling on money or requests any more, together
 * with what calls in flight may still cost.
 */
export const ceiling: MakeFilter = ({ policy, options }) => {
  const kept = policy.ceilings.flatMap((found, index) =>
    found.most.kind === "share" ? [] : [{ found, index }],
  );
  if (kept.length === 0) return undefined;
  return {
    refusalOf(route, view, { ceilings }) {
      if (ceilings === undefined) return undefined;
      for (const { found, index } of kept) {
        const reading = ceilings[index];
        if (reading === undefined || !(found.routes?.includes(route.name) ?? true)) continue;
        const estimate =
          found.most.kind === "usd" ? options.estimateNanoUsd(route, view) : undefined;
        const because = objection(found, reading, estimate);
        if (because !== undefined) return { kind: "budget", ceiling: found.name, because };
      }
      return undefined;
    },
  };
};

function objection(
  { name, most, per }: Ceiling,
  reading: CeilingReading,
  estimateNanoUsd: number | undefined,
): string | undefined {
  const period = per === "day" ? "of the day" : "of the run";
  switch (most.kind) {
    case "usd": {
      const counted = reading.spentNanoUsd + reading.reservedNanoUsd;
      const isFull =
        estimateNanoUsd === undefined
          ? counted >= most.nanoUsd
          : counted + estimateNanoUsd > most.nanoUsd;
      if (!isFull) return undefined;
      const atLeast = reading.unknown > 0 ? "at least " : "";
      const next =
        estimateNanoUsd === undefined ? "" : `, and the call may cost ${usdWords(estimateNanoUsd)}`;
      return `of ${name} ${usdWords(most.nanoUsd)} ${period} ${atLeast}${usdWords(counted)} is spent or set aside${next}`;
    }
    case "requests":
      if (reading.requests < most.count) return undefined;
      return `all ${most.count} requests ${period} of ${name} are used`;
    case "share":
      return undefined;
  }
}
