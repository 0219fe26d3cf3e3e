import type { DrillReport } from "../../core/drill-report.ts";
import type { JsonValue } from "../../core/json.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import type { Policy } from "../../core/policy.ts";
import type { PolicyChange } from "../../core/policy-change.ts";
import type { EstimatedTraffic, PolicyTraffic, ReviewAnswer } from "../../core/policy-diff.ts";
import type { PolicySide } from "./diff-policies.ts";
import { routesCalledBy } from "../../core/routes-of-policy.ts";

/** What a review is answered from. */
export interface Reviewed {
  readonly before: PolicySide;
  readonly after: PolicySide;
  readonly changes: readonly PolicyChange[];
  /** Absent: no dataset was named. */
  readonly traffic: PolicyTraffic | undefined;
  /** What the new policy promises, and whether the engine does it. */
  readonly drill: DrillReport;
  /** The command that measures the change. */
  readonly runCommand: string;
}

/**
 * The questions that a reviewer of a changed policy asks, answered from its documents and, where a
 * dataset is named, from what the policies decide on it. What neither tells is `not_known`.
 */
export function reviewAnswers(reviewed: Reviewed): readonly ReviewAnswer[] {
  return [
    oneVariable(reviewed),
    deltas(reviewed),
    failover(reviewed),
    regions(reviewed),
    ownership(reviewed),
  ];
}

/** What changes the behaviour of a policy or what it has to prove: its name and owner do neither. */
export function variablesOf(changes: readonly PolicyChange[]): readonly PolicyChange[] {
  return changes.filter(({ concern }) => concern !== "identity");
}

function oneVariable({ changes }: Reviewed): ReviewAnswer {
  const question = "Does one variable change at a time?";
  const variables = variablesOf(changes);
  const because = variables.map(({ path, concern }) =>
    concern === "proof" ? `${path}, which is what the policy has to prove` : path,
  );
  if (variables.length === 0) because.push("nothing changes that a policy does or has to prove");
  return { question, answer: variables.length <= 1 ? "yes" : "no", because };
}

function deltas({ traffic, runCommand }: Reviewed): ReviewAnswer {
  const question = "Are the deltas attached?";
  const measure = `what the change does to answers is measured by: ${runCommand}`;
  if (traffic === undefined) {
    const because = ["no dataset is named: --dataset FILE shows the traffic that moves", measure];
    return { question, answer: "no", because };
  }
  const { records, moved } = traffic;
  const because = [
    `records that go elsewhere first: ${moved} of ${records}`,
    costText(traffic.cost),
    measure,
  ];
  return { question, answer: "partly", because };
}

function costText({ records, beforeNanoUsd, afterNanoUsd, unknown }: EstimatedTraffic): string {
  if (records === 0) return "the cost of no first call can be estimated";
  const [before, after] = [beforeNanoUsd, afterNanoUsd].map((sum) => usdFromNanoUsd(sum));
  const rest = unknown === 0 ? "" : `; not known for ${unknown} more`;
  return `first calls are estimated at $${before} before and $${after} after (records: ${records}${rest})`;
}

function failover({ after, traffic, drill }: Reviewed): ReviewAnswer {
  const question = "Is failover of the two providers with most traffic tested?";
  const drilled = drilledFallbacks(drill);
  if (traffic === undefined) {
    const because = ["which two they are shows with --dataset FILE", ...drilled.because];
    return { question, answer: "not_known", because };
  }
  const [first, second] = traffic.providers.filter((provider) => provider.after > 0);
  if (first === undefined) {
    return { question, answer: "not_known", because: ["no record is sent to any provider"] };
  }
  const top = [first, ...(second === undefined ? [] : [second])];
  const because = top.map(
    ({ provider, after: records, withFailover }) =>
      `${provider} gets ${records} of ${traffic.records} records; ` +
      `with a route of another provider in the chain: ${withFailover}`,
  );
  if (second === undefined) because.push(`${first.provider} is the only provider with traffic`);
  if (after.loaded.policy.fallback.maxAttempts < 2) {
    because.push("max_attempts leaves no call for a fallback");
  }
  const isCovered = top.every(({ after: records, withFailover }) => withFailover === records);
  const answer = drilled.isKept ? (isCovered ? "yes" : "partly") : "no";
  return { question, answer, because: [...because, ...drilled.because] };
}

/** What the drill of the new policy says of its fallbacks. */
function drilledFallbacks({ rows }: DrillReport): {
  readonly isKept: boolean;
  readonly because: readonly string[];
} {
  const fallbacks = rows.filter(({ kind }) => kind === "fallback");
  if (fallbacks.length === 0) {
    return { isKept: false, because: ["not drilled: the policy promises no fallback"] };
  }
  const kept = fallbacks.filter(({ status }) => status === "pass");
  const others = fallbacks.filter(({ status }) => status !== "pass");
  return {
    isKept: others.length === 0,
    because: [
      `drilled: ${kept.length} of the ${fallbacks.length} fallbacks that it promises do what is written`,
      ...others.map(({ id, status, because }) =>
        status === "fail" ? `${id} does not: ${because}` : `${id} is not drilled: ${because}`,
      ),
    ],
  };
}

function regions({ before, after }: Reviewed): ReviewAnswer {
  const question = "Is the compliance risk by region stated?";
  const [was, is] = [regionsOf(before), regionsOf(after)];
  const { approvedRegions } = after.loaded.policy.risk;
  const added = is.stated.filter((region) => !was.stated.includes(region));
  const because = [
    `data sensitivity: ${sensitivityText(before.loaded.policy, after.loaded.policy)}`,
    `regions of its routes: ${listText(is.stated)}, before: ${listText(was.stated)}`,
    ...(added.length === 0 ? [] : [`new with this change: ${added.join(", ")}`]),
    ...(is.silent.length === 0
      ? []
      : [`these routes state no region, so that content may go anywhere: ${is.silent.join(", ")}`]),
    ...(approvedRegions.length === 0 ? ["the policy names no regions that it approves"] : []),
    ...approvedRegions.map(
      ({ sensitivity, regions: approved }) =>
        `approved for ${sensitivity ?? "all data"}: ${listText(approved)}`,
    ),
  ];
  const isStated = is.silent.length === 0 && is.stated.length > 0;
  if (!isStated) return { question, answer: "no", because };
  return { question, answer: approvedRegions.length === 0 ? "partly" : "yes", because };
}

function sensitivityText(before: Policy, after: Policy): string {
  const [was, is] = [before, after].map(({ dataSensitivity }) => dataSensitivity ?? "not stated");
  return was === is ? `${is}` : `${is}, before: ${was}`;
}

/** Regions that the routes of a policy state, sorted, and the routes that state none. */
function regionsOf({ loaded, registry }: PolicySide): {
  readonly stated: readonly string[];
  readonly silent: readonly string[];
} {
  const stated = new Set<string>();
  const silent: string[] = [];
  for (const name of routesCalledBy(loaded.policy, registry)) {
    const claimed = registry.routes.get(name)?.capabilities.regions ?? [];
    if (claimed.length === 0) silent.push(name);
    for (const region of claimed) stated.add(region);
  }
  return { stated: [...stated].toSorted(), silent };
}

function ownership({ after }: Reviewed): ReviewAnswer {
  const question = "Are owner and approver named?";
  const { team, approver } = after.loaded.policy.owner;
  const because = [`team: ${nameText(team)}`, `approver: ${nameText(approver)}`];
  const named = [team, approver].filter((name) => name !== undefined).length;
  return { question, answer: named === 2 ? "yes" : named === 1 ? "partly" : "no", because };
}

function nameText(name: JsonValue | undefined): string {
  return typeof name === "string" ? name : "not named";
}

function listText(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}
