import { percentWords } from "../../core/percent-words.ts";
import type { CapShape, CostShape } from "../shapes/cost-shape.ts";
import { conditionAt } from "../condition-at.ts";
import type { Path } from "../template.ts";
import { atCeiling } from "./at-ceiling.ts";
import { nanoUsdOf } from "./budgets.ts";
import { withAllowed, withCeilings, withPrimary } from "./changes.ts";
import { textOn } from "./conditions.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, DrillRequest, DrillStep, Promised } from "./promised.ts";
import { sampleRequests } from "./sample-requests.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

const DAY_MS = 86_400_000;
/** Requests that are sent to use a ceiling up; larger ones are told to be beyond a drill. */
const MOST_REQUESTS = 2_000;

/** What a policy may spend in a day, in all and for each owner: then nothing more is called. */
export function dailyCapPromises(written: WrittenPolicy): readonly Promised[] {
  const { daily_spend_cap: all, daily_spend_cap_per_owner: each } = written.shape.cost ?? {};
  const alone = under(written, { daily_spend_cap: all });
  const ofOwners = under(written, { daily_spend_cap_per_owner: each });
  const other = { ...written.request, owner: "drill_other_owner" };
  return [
    ...(all === undefined
      ? []
      : [
          capPromise(written, ["cost", "daily_spend_cap"], {
            id: `cost.daily_spend_cap: ${all}`,
            words: "once it is spent nothing more is called that day; the next day it counts anew",
            drills: spentDrills(all, alone),
          }),
        ]),
    ...(each === undefined
      ? []
      : [
          capPromise(written, ["cost", "daily_spend_cap_per_owner"], {
            id: `cost.daily_spend_cap_per_owner: ${each}`,
            words: "once an owner has spent it nothing more is called for that owner that day",
            drills: [
              ...spentDrills(each, ofOwners),
              goesOn("another owner", [spending(each, written)], other, ofOwners),
            ],
          }),
        ]),
  ];
}

/** A workflow that has spent its cap is not served any more; the next one is. */
export function workflowDrills(amount: number | string, written: WrittenPolicy): readonly Drill[] {
  const alone = under(written, { max_cost_per_workflow: amount });
  const [spent] = spentDrills(amount, alone);
  const other = { ...written.request, workflow: "drill_other_workflow" };
  const before = [spending(amount, written)];
  return [
    ...(spent === undefined ? [] : [spent]),
    goesOn("another workflow", before, other, alone),
  ];
}

/** `cost.caps`: of a key, of routes, in money or in requests, with a visible downgrade. */
export function ownCapPromises(written: WrittenPolicy): readonly Promised[] {
  const { caps = [] } = written.shape.cost ?? {};
  return caps.map((cap, index) => {
    const path: Path = ["cost", "caps", index];
    const { name, routes, downgrade_to: lesser, by } = cap;
    const whose = by === undefined ? "" : ` for one ${by}`;
    const then = lesser === undefined ? "no such route is called" : `${lesser} is called instead`;
    const id = `cost.caps ${index + 1}: ${name}`;
    const words = `once it is used up${whose}, ${then}${routes === undefined ? "" : ` of ${routes.join(", ")}`}`;
    return capPromise(written, path, { id, words, drills: ownCapDrills(cap, path, written) });
  });
}

/** `cost.route_quotas`: a route gets no more than its share of the day's decisions. */
export function quotaPromises(written: WrittenPolicy): readonly Promised[] {
  const { route_quotas: quotas = {} } = written.template.shape.cost ?? {};
  return Object.entries(quotas).map(([route, share]) => {
    const alone = under(written, { route_quotas: { [route]: share } });
    const atRoute = pinnedTo(route, alone);
    const shape = { ...atRoute.shape, fallback: { ...atRoute.shape.fallback, backup_routes: [] } };
    // The request that makes a whole number of its share is the first that the route may serve.
    const turn = Math.ceil(1 / share);
    const step = { request: written.request, script: allSay(written.answer) };
    const after = (count: number): readonly DrillStep[] =>
      Array.from({ length: count }, () => step);
    const drills: readonly Drill[] =
      share === 0 || share >= 1 || turn > MOST_REQUESTS
        ? []
        : [
            {
              words: "the first request",
              ...step,
              shape,
              expected: { attempts: [], mayGoOn: true, neverCalled: [route] },
            },
            {
              words: `request ${turn}`,
              ...step,
              before: after(turn - 1),
              shape,
              expected: { attempts: [{ kind: "first", route: [route] }], ending: "answered" },
            },
          ];
    return capPromise(written, ["cost", "route_quotas", route], {
      id: `cost.route_quotas: ${route}`,
      words: `it serves at most ${percentWords(share)} of the day's requests`,
      drills,
    });
  });
}

/** The policy with this ceiling alone. */
function under(written: WrittenPolicy, ceiling: CostShape): WrittenPolicy {
  return { ...written, shape: withCeilings(written.shape, ceiling) };
}

function capPromise(
  written: WrittenPolicy,
  path: Path,
  promised: Pick<Promised, "id" | "words" | "drills">,
): Promised {
  return promiseAt(written, path, { kind: "cap", ...promised });
}

function spending(amount: number | string, written: WrittenPolicy): DrillStep {
  const costNanoUsd = nanoUsdOf(amount, written);
  return { request: written.request, script: allSay({ ...written.answer, costNanoUsd }) };
}

function spentDrills(amount: number | string, written: WrittenPolicy): readonly Drill[] {
  const before = [spending(amount, written)];
  const { request, answer, shape } = written;
  return [
    {
      words: "when it is spent",
      before,
      shape,
      request,
      script: allSay(answer),
      expected: atCeiling(written, false),
    },
    { ...goesOn("a day later", before, request, written), afterMs: DAY_MS },
  ];
}

function goesOn(
  words: string,
  before: readonly DrillStep[],
  request: DrillRequest,
  { answer, primaries, shape }: WrittenPolicy,
): Drill {
  return {
    words,
    before,
    request,
    shape,
    script: allSay(answer),
    expected: { attempts: [{ kind: "first", route: primaries }], ending: "answered" },
  };
}

/** The policy as it would be with every request on one route. */
function pinnedTo(route: string, written: WrittenPolicy): WrittenPolicy {
  if (written.primaries.length === 1 && written.primaries[0] === route) return written;
  const shape = withAllowed(withPrimary(written.shape, route), route);
  return { ...written, shape, primaries: [route] };
}

function ownCapDrills(cap: CapShape, path: Path, written: WrittenPolicy): readonly Drill[] {
  const { routes, by, max_usd: usd, max_requests: count, downgrade_to: lesser, per } = cap;
  const [route] = routes ?? written.primaries;
  const keyed = by === undefined ? undefined : keysOf(by, path, written);
  if (route === undefined || (by !== undefined && keyed === undefined)) return [];
  const atRoute = pinnedTo(route, under(written, { caps: [cap] }));
  const request = keyed?.one ?? written.request;
  const usedUp = [
    ...(usd === undefined ? [] : [[{ ...spending(usd, written), request }]]),
    ...(count === undefined || count > MOST_REQUESTS
      ? []
      : [Array.from({ length: count }, () => ({ request, script: allSay(written.answer) }))]),
  ];
  const expected =
    lesser === undefined
      ? atCeiling(atRoute, routes !== undefined)
      : ({ attempts: [{ kind: "first", route: [lesser] }], ending: "answered" } as const);
  return usedUp.flatMap((before, index): readonly Drill[] => {
    const what = usd !== undefined && index === 0 ? "the money is" : "the requests are";
    const { shape } = atRoute;
    const common = { before, request, script: allSay(written.answer), shape };
    const served = goesOn("", before, request, atRoute);
    return [
      { ...common, words: `when ${what} used up`, expected },
      ...(per === "run"
        ? []
        : [
            {
              ...served,
              ...common,
              words: "a day later",
              afterMs: DAY_MS,
              expected: served.expected,
            },
          ]),
      ...(keyed === undefined
        ? []
        : [{ ...served, ...common, words: "another key", request: keyed.other }]),
    ];
  });
}

/** Two requests that a cap counts apart; absent: none were made up. */
function keysOf(
  by: string,
  path: Path,
  { template }: WrittenPolicy,
): { readonly one: DrillRequest; readonly other: DrillRequest } | undefined {
  const keyOn = textOn(conditionAt(template, [...path, "by"], by));
  let one: DrillRequest | undefined;
  for (const sample of sampleRequests([by, '"drill_other_key"'])) {
    const key = keyOn(sample);
    if (key === undefined) continue;
    one ??= sample;
    if (key !== keyOn(one)) return { one, other: sample };
  }
  return undefined;
}
