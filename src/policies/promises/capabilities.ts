import { promiseAt } from "./promise-at.ts";
import type { Promised } from "./promised.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** `required_capabilities`: a route that does not claim one is not called. */
export function capabilityPromises(written: WrittenPolicy): readonly Promised[] {
  const { required_capabilities: claims = [] } = written.shape.route_selection ?? {};
  const { primaries, request, answer } = written;
  return claims.map((claim, index) =>
    promiseAt(written, ["route_selection", "required_capabilities", index], {
      kind: "capability",
      id: `route_selection.required_capabilities: ${claim}`,
      words: "a route that does not claim it is not called",
      drills: primaries.map((route) => ({
        words: `${route} without it`,
        request,
        script: allSay(answer),
        withoutClaim: { route, claim },
        expected: { attempts: [], mayGoOn: true, neverCalled: [route] },
      })),
    }),
  );
}
