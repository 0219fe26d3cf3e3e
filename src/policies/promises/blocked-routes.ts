import type { PolicyShape } from "../shapes/policy-shape.ts";
import { DRILL_STRANGER, withBackup, withFallbackOn, withPrimary } from "./changes.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, Expectation, Promised } from "./promised.ts";
import { allSay, chosenSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** `blocked_routes` and `allowed_routes`: what they leave out is never called, whoever asks for it. */
export function blockedRoutePromises(written: WrittenPolicy): readonly Promised[] {
  const { blocked_routes: blocked = [], allowed_routes: allowed } =
    written.shape.route_selection ?? {};
  const onlyAllowed: Promised[] =
    allowed === undefined
      ? []
      : [
          promiseAt(written, ["route_selection", "allowed_routes"], {
            kind: "blocked_route",
            id: "route_selection.allowed_routes",
            words: "no other route is called, even where the policy sends requests there",
            drills: drillsFor(DRILL_STRANGER, written),
            atGateway: [],
          }),
        ];
  return [
    ...blocked.map((route, index) =>
      promiseAt(written, ["route_selection", "blocked_routes", index], {
        kind: "blocked_route",
        id: `route_selection.blocked_routes: ${route}`,
        words: "it is never called, even where the policy sends requests there",
        drills: drillsFor(route, written),
        atGateway: [allFailing(written, { neverCalled: [route] })],
      }),
    ),
    ...onlyAllowed,
  ];
}

function drillsFor(route: string, written: WrittenPolicy): readonly Drill[] {
  const { shape, request, answer } = written;
  const expected = { attempts: [], mayGoOn: true, neverCalled: [route] } as const;
  return [
    {
      words: "as the primary route",
      request,
      script: allSay(answer),
      shape: withPrimary(shape, route),
      expected,
    },
    {
      words: "as the first backup of a failing route",
      request,
      script: chosenSay(written, { kind: "failure", failure: "transient_5xx" }),
      shape: asBackup(shape, route),
      expected,
    },
  ];
}

/** Every route fails, so that a gateway goes through all that its configuration has. */
export function allFailing(written: WrittenPolicy, never: Partial<Expectation>): Drill {
  return {
    words: "overloaded of every route",
    request: written.request,
    script: allSay({ kind: "failure", failure: "overloaded" }),
    expected: { attempts: [], mayGoOn: true, ...never },
  };
}

/** The policy with a route as its first backup, and an occasion to go there. */
export function asBackup(shape: PolicyShape, route: string): PolicyShape {
  return withFallbackOn(withBackup(shape, route), "primary_route_unavailable");
}
