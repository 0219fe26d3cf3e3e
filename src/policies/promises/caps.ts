import { atCeiling } from "./at-ceiling.ts";
import { nanoUsdOf } from "./budgets.ts";
import { withCeilings } from "./changes.ts";
import { dailyCapPromises, ownCapPromises, quotaPromises, workflowDrills } from "./ceilings.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, DrillRequest, Promised } from "./promised.ts";
import { allSay } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/**
 * `cost.max_*`: a call that would pass the amount is not made, as far as costs are known before it;
 * and where a request or workflow costs one nano-dollar more all the same, the gate of a run fails.
 */
export function capPromises(written: WrittenPolicy): readonly Promised[] {
  const { max_cost_per_request: request, max_cost_per_workflow: workflow } =
    written.shape.cost ?? {};
  return [
    ...(request === undefined
      ? []
      : [capPromise("max_cost_per_request", request, 1, written, [dearDrill(request, written)])]),
    ...(workflow === undefined
      ? []
      : [
          capPromise(
            "max_cost_per_workflow",
            workflow,
            2,
            written,
            workflowDrills(workflow, written),
          ),
        ]),
    ...dailyCapPromises(written),
    ...ownCapPromises(written),
    ...quotaPromises(written),
  ];
}

/** A route whose price alone is above the amount. */
function dearDrill(amount: number | string, written: WrittenPolicy): Drill {
  const { primaries, request, answer } = written;
  return {
    words: "a call that is expected to cost more",
    request,
    script: allSay(answer),
    shape: withCeilings(written.shape, { max_cost_per_request: amount }),
    priced: { routes: primaries, perRequestNanoUsd: nanoUsdOf(amount, written) + 1 },
    expected: atCeiling(written, true),
  };
}

/** `requests`: of one workflow, one after the other, which cost the amount together. */
function capPromise(
  key: "max_cost_per_request" | "max_cost_per_workflow",
  amount: number | string,
  requests: number,
  written: WrittenPolicy,
  more: readonly Drill[],
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
      shape: withCeilings(written.shape, { [key]: amount }),
      expected: { attempts: [], mayGoOn: true, gate: { metric: key, status } },
    };
  };
  const usd = typeof amount === "number" ? `$${amount}` : `the budget ${amount}`;
  const what = requests === 1 ? "request" : "workflow";
  return promiseAt(written, ["cost", key], {
    kind: "cap",
    id: `cost.${key}: ${amount}`,
    words: `no call is made that takes a ${what} above ${usd}, and the gate of a run fails where one costs more`,
    drills: [...more, drill("as much as that", 0, "pass"), drill("a little more", 1, "fail")],
  });
}

/** The same request so many times, as requests of one workflow. */
function numbered(request: DrillRequest, count: number): readonly DrillRequest[] {
  return Array.from({ length: count }, (_, index) => ({
    ...request,
    recordId: index === 0 ? request.recordId : `${request.recordId}-${index + 1}`,
  }));
}
