import type { AdviceNeeds } from "../core/advice.ts";
import type { Policy } from "../core/policy.ts";

/** What has to be asked before a policy can decide; absent: nothing. */
export function adviceNeeds({ strategy, attachments }: Policy): AdviceNeeds | undefined {
  if (strategy.kind === "module") {
    const { exportName, timeoutMs } = strategy;
    const path = attachments.find(({ role }) => role === "module")?.path ?? strategy.path;
    return { kind: "module", path, exportName, timeoutMs };
  }
  if (strategy.kind !== "intent" || strategy.classifier.by !== "model") return undefined;
  const { route, labels, timeoutMs } = strategy.classifier;
  return { kind: "model", route, labels, timeoutMs, goldenTag: strategy.goldenTag };
}
