import { HarnessError } from "../../core/harness-error.ts";
import { pinnedPolicy } from "../../policies/pinned-policy.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";
import { armsAtWork, type ArmInputs } from "../arms-at-work.ts";
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
  { manifest, seed }: Pick<ArmInputs, "manifest"> & { readonly seed: number },
): readonly TuneArm[] {
  const ways = [
    ...settings.map(({ loaded: { policy, qualityTable } }, index) => ({
      key: `setting ${index}`,
      policy,
      qualityTable,
    })),
    { key: side.policy.name, policy: side.policy, qualityTable: side.qualityTable },
    // One attempt: what the route does, not what trying again makes of it.
    ...routes.map((route) => ({ key: route, policy: pinnedPolicy(route, undefined, 1) })),
  ];
  const arms = armsAtWork({ arms: ways, registry: side.priced, manifest }, seed);
  return arms.map((arm, index) => ({ key: ways[index]?.key ?? "", arm }));
}

/** A team's own code would have to run once for each setting, in as many threads. */
export function refuseModule({ policy }: LoadedSide, file: string): void {
  if (policy.strategy.kind !== "module") return;
  throw new HarnessError("invalid-input", `${file}: tune does not run a policy's own code`, {
    hint: "sweep inside the module, or compare its versions with routeproof run",
  });
}
