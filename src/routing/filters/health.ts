import type { MakeFilter } from "./filter.ts";

/** Refuses a route that is excluded for how it served, but for the one record that tries it again. */
export const health: MakeFilter = ({ policy }) => {
  if (policy.health === undefined) return undefined;
  return {
    refusalOf({ name }, _view, signals) {
      const found = signals.health?.get(name);
      if (found === undefined || found.state === "closed" || found.mayProbe) return undefined;
      const because =
        found.state === "open"
          ? `it is excluded: ${found.because ?? "it served badly"}`
          : "it is excluded, and another record tries it again";
      return { kind: "health", because };
    },
  };
};
