import type { Gate } from "../../../src/core/gate.ts";
import type { Policy } from "../../../src/core/policy.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";

/** A policy without a single gate, but for what is said otherwise. */
export function aPolicy(changes: Partial<Policy> = {}): Policy {
  return {
    ...restOfPolicy,
    workflow: "support",
    owner: { team: "support" },
    fallback: { ...restOfPolicy.fallback, maxAttempts: 3 },
    ...changes,
  };
}

/** A gate in the words of a policy, such as `aGate("acceptance_rate", "max_drop", 0.02)`. */
export function aGate(
  metric: string,
  bound: Gate["bound"],
  threshold: number,
  scope: Partial<Gate> = {},
): Gate {
  return {
    metric,
    segment: undefined,
    route: undefined,
    provider: undefined,
    bound,
    threshold,
    ...scope,
  };
}

/** A policy that asks for these gates at 95 % confidence. */
export function aPolicyWithGates(...gates: readonly Gate[]): Policy {
  return aPolicy({ promotion: { confidence: 0.95, decideOn: "bound", gates } });
}
