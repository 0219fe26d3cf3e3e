import { usdFromNanoUsd } from "../../core/money.ts";
import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import type { GateShape } from "../shapes/gate-shape.ts";
import type { Path, Template } from "../template.ts";

/** A limit as it is written, with the key's own name. */
interface Limit {
  readonly path: Path;
  readonly value: number | undefined;
}

/** A limit that means nothing where it is the larger of the two. */
interface Order {
  readonly smaller: Limit;
  readonly larger: Limit;
  readonly because: string;
}

/** Limits of a policy that leave each other nothing to limit. */
export function thresholdFindings(template: Template, policy: Policy): readonly Finding[] {
  return [
    ...[...latencyOrders(policy), ...costOrders(policy)].flatMap((order) =>
      outOfOrder(template, order),
    ),
    ...acceptanceContradictions(template),
    ...unreviewedFallbacks(template, policy),
    ...evidenceRate(template, policy),
  ];
}

function outOfOrder(template: Template, { smaller, larger, because }: Order): readonly Finding[] {
  if (smaller.value === undefined || larger.value === undefined) return [];
  if (smaller.value <= larger.value) return [];
  const [name, other] = [smaller, larger].map(({ path, value }) => `${path.at(-1)} ${value}`);
  const message = `${name} is more than ${other}: ${because}`;
  return [template.problemAt(smaller.path, message, "correct one of the two")];
}

function latencyOrders(policy: Policy): readonly Order[] {
  const { latency, health, strategy } = policy;
  const of = (key: string, value: number | undefined): Limit => ({ path: ["latency", key], value });
  const firstToken = of("p95_first_token_ms", latency.p95FirstTokenMs);
  const complete = of("p95_complete_ms", latency.p95CompleteMs);
  const timeout = of("timeout_ms", latency.timeoutMs);
  const wholeTimeout = of("non_streaming_timeout_ms", latency.nonStreamingTimeoutMs);
  const longest = (wholeTimeout.value ?? 0) > (timeout.value ?? Infinity) ? wholeTimeout : timeout;
  const tokenTimeout = of("first_token_timeout_ms", latency.firstTokenTimeoutMs);
  const deadline = of("deadline_ms", latency.deadlineMs);
  const ends = "a call is over before that";
  const orders: Order[] = [
    { smaller: firstToken, larger: complete, because: "the whole answer has to be there sooner" },
    { smaller: tokenTimeout, larger: timeout, because: ends },
    { smaller: timeout, larger: deadline, because: ends },
    { smaller: wholeTimeout, larger: deadline, because: ends },
    { smaller: tokenTimeout, larger: deadline, because: ends },
    { smaller: complete, larger: deadline, because: "nothing takes longer than the deadline" },
  ];
  if (isSingleCall(policy)) {
    const because = "nothing follows a call, and it is over before that";
    orders.push({ smaller: complete, larger: longest, because });
    orders.push({ smaller: firstToken, larger: tokenTimeout, because });
  }
  const ofHealth = "a call is over before that, so nothing is excluded for it";
  orders.push(
    {
      smaller: { path: ["health", "max_p95_complete_ms"], value: health?.maxP95CompleteMs },
      larger: longest,
      because: ofHealth,
    },
    {
      smaller: { path: ["health", "max_p95_first_token_ms"], value: health?.maxP95FirstTokenMs },
      larger: tokenTimeout,
      because: ofHealth,
    },
  );
  if (strategy.kind === "latency_aware" && strategy.budget.kind === "ms") {
    orders.push({
      smaller: {
        path: ["route_selection", "latency_aware", "budget_ms"],
        value: strategy.budget.ms,
      },
      larger: strategy.of === "complete" ? longest : tokenTimeout,
      because: "a call is over before that, so every route keeps the budget",
    });
  }
  return orders;
}

/** Whether one call is all that a record ever gets. */
function isSingleCall({ strategy, fallback }: Policy): boolean {
  if (fallback.maxAttempts < 2) return true;
  if (strategy.kind === "priority" || strategy.kind === "cascade") return false;
  if (strategy.kind === "scored" || strategy.kind === "cost_aware") return false;
  return (
    fallback.degrade.length === 0 &&
    fallback.transitions.every(
      ({ reaction }) => reaction.kind === "stop" || reaction.kind === "queue",
    )
  );
}

function costOrders({ cost, ceilings }: Policy): readonly Order[] {
  const of = (key: string, nanoUsd: number | undefined): Limit => ({
    path: ["cost", key],
    value: nanoUsd === undefined ? undefined : usdFromNanoUsd(nanoUsd),
  });
  const capOf = (name: string): number | undefined => {
    const most = ceilings.find((ceiling) => ceiling.name === `cost.${name}`)?.most;
    return most?.kind === "usd" ? most.nanoUsd : undefined;
  };
  const request = of("max_cost_per_request", cost.maxPerRequestNanoUsd);
  const workflow = of("max_cost_per_workflow", cost.maxPerWorkflowNanoUsd);
  const owner = of("daily_spend_cap_per_owner", capOf("daily_spend_cap_per_owner"));
  const day = of("daily_spend_cap", capOf("daily_spend_cap"));
  const because = "the other one is reached first, always";
  return [
    { smaller: request, larger: workflow, because },
    { smaller: request, larger: owner, because },
    { smaller: request, larger: day, because },
    { smaller: workflow, larger: day, because },
    { smaller: owner, larger: day, because },
  ];
}

const acceptanceMetrics = [
  ["min_eval_pass_rate", "acceptance_rate", "min"],
  ["min_accuracy", "accuracy", "min"],
  ["min_evidence_complete_rate", "evidence_complete_rate", "min"],
  ["max_schema_error_rate", "schema_error_rate", "max"],
  ["max_unreviewed_fallback_rate", "unreviewed_fallback_rate", "max"],
  ["max_cost_per_accepted", "cost_per_accepted_usd", "max"],
] as const;

/** An acceptance test and an absolute gate over all records that no figure can meet together. */
function acceptanceContradictions(template: Template): readonly Finding[] {
  const { acceptance_tests: tests = {}, promotion = {} } = template.shape;
  const gates = (promotion.gates ?? []).filter(isOverall);
  return acceptanceMetrics.flatMap(([key, metric, bound]) => {
    const written = (tests as Readonly<Record<string, number | string | undefined>>)[key];
    if (typeof written !== "number") return [];
    return gates.flatMap((gate) => {
      if (gate.metric !== metric) return [];
      const [least, most] = bound === "min" ? [written, gate.max] : [gate.min, written];
      if (least === undefined || most === undefined || least <= most) return [];
      const message = `no ${metric} can be at least ${least} and at most ${most}, as a gate has it`;
      const path = ["acceptance_tests", key];
      return [template.problemAt(path, message, "correct the test or the gate")];
    });
  });
}

function isOverall({ segment, route, provider }: GateShape): boolean {
  return segment === undefined && route === undefined && provider === undefined;
}

/** How much evidence there has to be says nothing without what it consists of, or beside all of it. */
function evidenceRate(
  template: Template,
  { acceptance: { minEvidenceCompleteRate: least }, requiredLogs }: Policy,
): readonly Finding[] {
  if (least === undefined) return [];
  const path = ["acceptance_tests", "min_evidence_complete_rate"];
  if (requiredLogs.length === 0) {
    const message = "asks for evidence, and evidence.required_logs names none";
    return [template.problemAt(path, message, "write evidence: {required_logs: [served_model]}")];
  }
  if (least === 1) return [];
  const message = `asks for less than evidence.required_logs does, which is all of it on every record`;
  return [template.problemAt(path, message, "write 1, or delete it")];
}

/** A policy that allows no fallback without approval and approves none of those that it writes. */
function unreviewedFallbacks(template: Template, policy: Policy): readonly Finding[] {
  const { approvalRequired, approvals, backupRoutes, transitions } = policy.fallback;
  if (policy.acceptance.maxUnreviewedFallbackRate !== 0 || !approvalRequired) return [];
  if (!transitions.some(({ reaction }) => reaction.kind === "fallback")) return [];
  if (backupRoutes.length === 0 || approvals.length > 0) return [];
  const message =
    "allows no fallback without an approval, approval_required asks for one, and none is written";
  const hint = `write approvals: [{from: ROUTE, to: ${backupRoutes[0]}, by: NAME}]`;
  return [template.problemAt(["acceptance_tests", "max_unreviewed_fallback_rate"], message, hint)];
}
