import type { Gate, Policy } from "../../../src/core/policy.ts";

/** A policy without a single gate, but for what is said otherwise. */
export function aPolicy(changes: Partial<Policy> = {}): Policy {
  return {
    name: "policy",
    file: "policy.yaml",
    version: "sha256:0",
    workflow: "support",
    owner: { team: "support" },
    strategy: { kind: "pinned", route: "small" },
    primaryRoute: "small",
    requiredCapabilities: [],
    allowedRoutes: undefined,
    blockedRoutes: [],
    latency: {
      p95FirstTokenMs: undefined,
      p95CompleteMs: undefined,
      timeoutMs: undefined,
      firstTokenTimeoutMs: undefined,
    },
    cost: {
      maxPerRequestNanoUsd: undefined,
      maxPerWorkflowNanoUsd: undefined,
      ownerKey: undefined,
    },
    reviewWhen: [],
    fallback: {
      maxAttempts: 3,
      transitions: [],
      backupRoutes: [],
      allowedFallbacks: undefined,
      blockedFallbacks: [],
      approvalRequired: false,
      approvals: [],
    },
    requiredLogs: [],
    acceptance: {
      minEvalPassRate: undefined,
      maxSchemaErrorRate: undefined,
      maxUnreviewedFallbackRate: undefined,
    },
    promotion: { confidence: 0.95, decideOn: "bound", gates: [] },
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
