import type { Expectation } from "./promised.ts";
import { isWrittenFor } from "./happens.ts";
import { situationOfReply } from "./situations.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/**
 * What has to be seen where money leaves the chosen routes no call: a rule for `budget_exceeded`
 * comes first, then `on_cap`. `others`: whether routes are left that the ceiling does not count.
 */
export function atCeiling(written: WrittenPolicy, others: boolean): Expectation {
  const { primaries, shape } = written;
  const exceeded = situationOfReply({ kind: "failure", failure: "budget_exceeded" }, written);
  const is = (does: "stop" | "queue" | "fallback"): boolean =>
    isWrittenFor(does, exceeded, "at_once", written);
  const onCap = shape.cost?.on_cap ?? "stop";
  if (others && (is("fallback") || onCap === "downgrade" || written.backups.length > 0)) {
    return { attempts: [], mayGoOn: true, neverCalled: primaries };
  }
  if (is("stop")) return { attempts: [], ending: "stopped" };
  return { attempts: [], ending: is("queue") || onCap === "queue" ? "queued" : "failed" };
}
