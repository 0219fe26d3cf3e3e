import type { Advisor } from "../../core/advice.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { Provider } from "../../core/provider.ts";
import type { Registry } from "../../core/route.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";
import { createModelAdvisor } from "./model-advisor.ts";
import { createModuleAdvisor, type ModuleAdvisor } from "./module-advisor.ts";

/** Policies with whoever has to be asked before they decide. */
export interface AdvisedArms {
  /** The very same arms where nobody has to be asked. */
  readonly arms: readonly ReplayArm[];
  /** Ends the threads of the teams' own functions. */
  close(): Promise<void>;
}

/** `provider` answers the calls of classifiers; leave to run code was given before. */
export function withAdvisors(
  arms: readonly ReplayArm[],
  registry: Registry,
  provider: Provider,
): AdvisedArms {
  if (arms.every(({ router }) => router.advice === undefined)) {
    return { arms, close: () => Promise.resolve() };
  }
  const modules: ModuleAdvisor[] = [];
  const advisorOf = ({ policy, router: { advice: needs } }: ReplayArm): Advisor | undefined => {
    const { strategy, riskClass } = policy;
    if (needs?.kind === "model") {
      const route = registry.routes.get(needs.route);
      if (route !== undefined) return createModelAdvisor(needs, route, provider);
      throw new HarnessError("bug", `the registry has no route "${needs.route}"`);
    }
    if (needs === undefined || strategy.kind !== "module") return undefined;
    const advisor = createModuleAdvisor({ needs, strategy, riskClass });
    modules.push(advisor);
    return advisor;
  };
  return {
    arms: arms.map((arm) => ({ ...arm, advisor: advisorOf(arm) })),
    close: async () => {
      await Promise.all(modules.map((module) => module.close()));
    },
  };
}
