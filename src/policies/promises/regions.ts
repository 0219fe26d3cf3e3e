import { promiseAt } from "./promise-at.ts";
import type { Expectation, Promised } from "./promised.ts";
import { approvedRegions } from "./risk.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** `approved_regions`: content goes to no route that serves from elsewhere, or does not say where. */
export function regionPromises(written: WrittenPolicy): readonly Promised[] {
  const { template, shape, request, primaries, answer } = written;
  const regions = approvedRegions(template, shape, request);
  if (regions === undefined) return [];
  const drill = (words: string, served: readonly string[] | undefined) => ({
    words,
    request,
    script: allSay(answer),
    served: { routes: primaries, regions: served },
    expected: refused(written),
  });
  return [
    promiseAt(written, ["risk", "approved_regions"], {
      kind: "region",
      id: "risk.approved_regions",
      words: `content goes to routes in ${regions.join(", ") || "no region"} alone`,
      drills: [
        drill("a route that serves from elsewhere too", [...regions, "drill_elsewhere"]),
        drill("a route that does not say where it serves", undefined),
      ],
    }),
  ];
}

/** A stop for that ends it before any call; else another route may stand in. */
function refused({ transitions, primaries, shape }: WrittenPolicy): Expectation {
  const ends = transitions.find(
    ({ does, triggers }) =>
      (does === "stop" || does === "queue") && triggers.includes("unapproved_data_region"),
  );
  if (ends !== undefined) {
    return { attempts: [], ending: ends.does === "queue" ? "queued" : "stopped" };
  }
  // What is redacted is other content, which may go elsewhere.
  if (shape.risk?.on_no_eligible_route === "redact") return { attempts: [], mayGoOn: true };
  return { attempts: [], mayGoOn: true, neverCalled: primaries };
}
