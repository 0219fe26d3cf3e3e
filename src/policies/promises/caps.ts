import { nanoUsdFromUsd } from "../../core/money.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, DrillRequest, Promised } from "./promised.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** What a budget is taken for whose amount no registry says. */
export const STAND_IN_BUDGET_USD = 0.01;

/** `cost.max_*`: one nano-dollar above fails the gate, the amount itself passes. */
export function capPromises(written: WrittenPolicy): readonly Promised[] {
  const {
    max_cost_per_request: request,
    max_cost_per_workflow: workflow,
    daily_spend_cap: daily,
  } = written.shape.cost ?? {};
  return [
    ...(request === undefined ? [] : [capPromise("max_cost_per_request", request, 1, written)]),
    ...(workflow === undefined ? [] : [capPromise("max_cost_per_workflow", workflow, 2, written)]),
    ...(daily === undefined
      ? []
      : [
          promiseAt(written, ["cost", "daily_spend_cap"], {
            kind: "cap",
            id: `cost.daily_spend_cap: ${daily}`,
            words: "no more than this is spent in a day",
            drills: [],
            notDrilled: "this version knows the key and does not act on it",
          }),
        ]),
  ];
}

/** `requests`: of one workflow, one after the other, which cost the amount together. */
function capPromise(
  key: "max_cost_per_request" | "max_cost_per_workflow",
  amount: number | string,
  requests: number,
  written: WrittenPolicy,
): Promised {
  const limitNanoUsd = nanoUsdOf(amount, written);
  const each = Math.floor(limitNanoUsd / requests);
  const drill = (words: string, extraNanoUsd: number, status: "pass" | "fail"): Drill => {
    // An odd nano-dollar of the limit would be lost on two equal requests.
    const script = allSay({ ...written.answer, costNanoUsd: each + extraNanoUsd });
    const [request = written.request, ...others] = numbered(written.request, requests);
    return {
      words,
      before: others.map((other) => ({ request: other, script })),
      request,
      script,
      expected: { attempts: [], mayGoOn: true, gate: { metric: key, status } },
    };
  };
  const usd = typeof amount === "number" ? `$${amount}` : `the budget ${amount}`;
  const what = requests === 1 ? "request" : "workflow";
  return promiseAt(written, ["cost", key], {
    kind: "cap",
    id: `cost.${key}: ${amount}`,
    words: `no ${what} costs more than ${usd}: the gate of a run fails where one does`,
    drills: [drill("as much as that", 0, "pass"), drill("a little more", 1, "fail")],
  });
}

/** A name stands for an amount of the registry. */
export function nanoUsdOf(amount: number | string, { registry }: WrittenPolicy): number {
  if (typeof amount === "number") return nanoUsdFromUsd(amount);
  return registry?.budgetsNanoUsd.get(amount) ?? nanoUsdFromUsd(STAND_IN_BUDGET_USD);
}

/** The same request so many times, as requests of one workflow. */
function numbered(request: DrillRequest, count: number): readonly DrillRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    ...request,
    recordId: index === 0 ? request.recordId : `${request.recordId}-${index + 1}`,
  }));
}
