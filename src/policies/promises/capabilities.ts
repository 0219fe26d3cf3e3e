import { promiseAt, unwritten } from "./promise-at.ts";
import type { Promised } from "./promised.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** `required_capabilities`: a route that does not claim one is not called. */
export function capabilityPromises(written: WrittenPolicy): readonly Promised[] {
  const { required_capabilities: claims = [] } = written.shape.route_selection ?? {};
  return [...claimPromises(claims, written), windowPromise(written)];
}

/** A prompt that is larger than what a route takes is not sent to it. */
function windowPromise({ primaries, request, answer }: WrittenPolicy): Promised {
  return unwritten({
    kind: "capability",
    id: "context_window",
    words: "a route whose context window is too small for a prompt is not called",
    drills: [
      {
        words: "a window of 1 token",
        request,
        script: allSay(answer),
        window: { routes: primaries, tokens: 1 },
        expected: { attempts: [], mayGoOn: true, neverCalled: primaries },
      },
    ],
  });
}

function claimPromises(claims: readonly string[], written: WrittenPolicy): readonly Promised[] {
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
