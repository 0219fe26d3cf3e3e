import { HarnessError } from "../../core/harness-error.ts";
import type { Policy } from "../../core/policy.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";
import { pinnedPolicy } from "../../policies/pinned-policy.ts";
import type { LoadedPolicy } from "../../policies/read-policy.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";
import { armsAtWork, neededWith, putToWork } from "../arms-at-work.ts";
import type { LoadedSide } from "../load-policies.ts";
import type { TunedPolicy } from "./tuned-policies.ts";

/** One way to route at work: a setting, the policy as written, or a route alone. */
export interface TuneArm {
  readonly key: string;
  readonly arm: ReplayArm;
}

/** Settings in their order, then the policy as it is written, then each route alone. */
export function tuneArms(
  side: LoadedSide,
  settings: readonly TunedPolicy[],
  routes: readonly string[],
  seed: number,
): readonly TuneArm[] {
  const own = ({
    policy,
    qualityTable,
  }: LoadedPolicy): { policy: Policy; qualityTable: LoadedPolicy["qualityTable"] } => ({
    policy,
    qualityTable,
  });
  const ways = [
    ...settings.map(({ loaded }, index) => ({ key: `setting ${index}`, ...own(loaded) })),
    { key: side.policy.name, ...own(side.loaded) },
    // One attempt: what the route does, not what trying again makes of it.
    ...routes.map((route) => ({ key: route, policy: pinnedPolicy(route, undefined, 1) })),
  ];
  // Nothing here counts workflows or owners: a policy that does is refused.
  const manifest = { record: { workflow: undefined, owner: undefined } };
  const arms = armsAtWork({ arms: ways, registry: side.priced, manifest }, seed);
  return arms.map((arm, index) => ({ key: ways[index]?.key ?? "", arm }));
}

/**
 * Settings are compared record by record, in no time at all. Throws where what a policy decides
 * depends on what came before, or on code of the team's own.
 */
export function assertReplayable(side: LoadedSide, manifest: Manifest, file: string): void {
  if (side.policy.strategy.kind === "module") {
    throw new HarnessError("invalid-input", `${file}: tune does not run a policy's own code`, {
      hint: "sweep inside the module, or compare its versions with routeproof run",
    });
  }
  const { router } = putToWork(side, side.priced, 1);
  const needs = router.memory && neededWith(manifest, router.memory, side.policy);
  if (needs === undefined) return;
  const reads = [
    ...(needs.health === undefined ? [] : ["how routes have served before"]),
    ...(needs.latency === undefined ? [] : ["how long routes took before"]),
    ...(needs.ceilings.length === 0 ? [] : ["what was spent before"]),
    ...(needs.queue ? ["how long a request has waited"] : []),
  ];
  throw new HarnessError(
    "invalid-input",
    `${file}: what it decides depends on ${reads.join(" and ")}, and tune replays no time`,
    { hint: "take that out to tune the rest, or compare settings with routeproof run" },
  );
}
