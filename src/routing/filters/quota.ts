import { percentWords } from "../../core/percent-words.ts";
import type { MakeFilter } from "./filter.ts";

/** Shares are decimals: a twentieth of 100 must not fail to be 5 by its last binary digit. */
const ROUNDING = 1e-9;

/** Refuses a route whose share of the day's decisions would become larger than its quota. */
export const quota: MakeFilter = ({ policy }) => {
  const kept = policy.ceilings.flatMap(({ name, most, routes }, index) =>
    most.kind === "share" ? [{ name, routes, index, share: most.share }] : [],
  );
  if (kept.length === 0) return undefined;
  return {
    refusalOf(route, _view, { ceilings }) {
      for (const { name, routes, index, share } of kept) {
        const reading = ceilings?.[index];
        if (reading === undefined || !(routes?.includes(route.name) ?? true)) continue;
        const { requests, ofRequests } = reading;
        // This record is counted in both: it is one more decision, and one more for the route.
        if (requests + 1 <= share * (ofRequests + 1) + ROUNDING) continue;
        const because = `with this one ${requests + 1} of the day's ${ofRequests + 1} records would be its own, more than ${name} ${percentWords(share)}`;
        return { kind: "quota", ceiling: name, because };
      }
      return undefined;
    },
  };
};
