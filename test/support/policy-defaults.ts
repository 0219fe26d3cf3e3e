import type { Policy } from "../../src/core/policy.ts";
import type { Router } from "../../src/core/router.ts";

/** A policy that asks for nothing: what a builder does not speak of stands here, once. */
export const restOfPolicy: Policy = {
  name: "policy",
  file: "policy.yaml",
  version: "sha256:0",
  workflow: undefined,
  environment: undefined,
  riskClass: undefined,
  dataSensitivity: undefined,
  owner: {},
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
    deadlineMs: undefined,
    maxQueueMs: undefined,
    nonStreamingTimeoutMs: undefined,
  },
  health: undefined,
  cost: {
    maxPerRequestNanoUsd: undefined,
    maxPerWorkflowNanoUsd: undefined,
    ownerKey: undefined,
    onCap: { kind: "stop" },
    maxOutputTokens: undefined,
  },
  ceilings: [],
  risk: { classBy: undefined, sensitivityBy: undefined, approvedRegions: [], redact: [] },
  onNoEligibleRoute: "refuse",
  reviewWhen: [],
  fallback: {
    maxAttempts: 4,
    transitions: [],
    backupRoutes: [],
    allowedFallbacks: undefined,
    blockedFallbacks: [],
    approvalRequired: false,
    approvals: [],
    degrade: [],
    sideEffectingTools: [],
  },
  requiredLogs: [],
  acceptance: {
    minEvalPassRate: undefined,
    maxSchemaErrorRate: undefined,
    maxUnreviewedFallbackRate: undefined,
    minAccuracy: undefined,
    maxCostPerAcceptedNanoUsd: undefined,
    minEvidenceCompleteRate: undefined,
  },
  promotion: { confidence: 0.95, decideOn: "bound", gates: [] },
  attachments: [],
};

/** What a router has that reads nothing but the record. */
export const restOfRouter: Pick<Router, "memory" | "advice" | "ceilingKeys"> = {
  memory: undefined,
  advice: undefined,
  ceilingKeys: () => [],
};
