import type { NoEligibleRoute } from "../../core/risk-rule.ts";
import { rolledBack } from "../rolled-back.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, Expectation, Promised } from "./promised.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

const endings: Readonly<Record<Exclude<NoEligibleRoute, "redact">, Expectation>> = {
  refuse: { attempts: [], ending: "failed" },
  queue: { attempts: [], ending: "queued" },
  ask_a_person: {
    attempts: [],
    ending: "queued",
    review: { reason: "no_eligible_route", isAsked: true },
  },
};

const words: Readonly<Record<NoEligibleRoute, string>> = {
  refuse: "a request that no route may serve is refused",
  queue: "a request that no route may serve waits for a person",
  ask_a_person: "a person is asked about a request that no route may serve",
  redact: "a request that no route may serve is looked at once more without personal data",
};

/** `on_no_eligible_route`: an empty set of routes is a decision, too. */
export function noRoutePromises(written: WrittenPolicy): readonly Promised[] {
  const { on_no_eligible_route: what } = written.shape.risk ?? {};
  if (what === undefined) return [];
  const named = {
    kind: "no_route",
    id: `risk.on_no_eligible_route: ${what}`,
    words: words[what],
  } as const;
  const path = ["risk", "on_no_eligible_route"];
  if (what === "redact") {
    const notDrilled = "what is left out depends on the request: replay a dataset";
    return [promiseAt(written, path, { ...named, drills: [], notDrilled })];
  }
  return [promiseAt(written, path, { ...named, drills: drillsOf(endings[what], written) })];
}

function drillsOf(expected: Expectation, written: WrittenPolicy): readonly Drill[] {
  const [route = ""] = written.primaries;
  const pinned = rolledBack(written.shape, route);
  const { allowed_routes: _allowed, ...selection } = pinned.route_selection ?? {};
  return [
    {
      words: "the one route is blocked",
      request: written.request,
      script: allSay(written.answer),
      shape: { ...pinned, route_selection: { ...selection, blocked_routes: [route] } },
      expected,
    },
  ];
}
