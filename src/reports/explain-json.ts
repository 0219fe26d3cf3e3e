import type { Classification } from "../core/advice.ts";
import type { Decision, RouteScore } from "../core/decision.ts";
import type { ExplainedRecord, Explanation } from "../core/explanation.ts";
import { estimatedPromptTokens, promptChars } from "../core/model-request.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import type { RequestChange } from "../core/request-change.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Step } from "../core/step.ts";

/** What `explain --json` prints; null: not known, or there is none. */
export function explanationJson(explanation: Explanation): string {
  const { policy, version, dataset, memory, matched, records, notNamed, notes } = explanation;
  return `${JSON.stringify(
    {
      policy,
      version,
      dataset,
      memory,
      matched,
      records: records.map(recordOf),
      not_named: notNamed,
      notes,
    },
    null,
    2,
  )}\n`;
}

function recordOf(record: ExplainedRecord): unknown {
  const { view, failure, decision, firstStep } = record;
  const head = {
    record: view.recordId,
    tags: view.tags,
    features: view.features,
    owner: view.owner ?? null,
    workflow: view.workflow ?? null,
    request: requestOf(view),
  };
  if (decision === undefined) return { ...head, error: failure ?? null };
  return { ...head, ...decisionOf(decision, record), first_step: stepOf(firstStep) };
}

function requestOf({ request }: RequestView): unknown {
  return {
    prompt_chars: promptChars(request),
    prompt_tokens: estimatedPromptTokens(request),
    messages: request.messages.length,
    tools: request.tools.length,
    wants_schema: request.responseSchema !== undefined,
    stream: request.stream,
    sla_ms: request.slaMs ?? null,
    max_output_tokens: request.maxOutputTokens ?? null,
  };
}

function decisionOf(decision: Decision, { estimates, ceilings }: ExplainedRecord): object {
  const { route, because, standsInFor, chain, review, considered } = decision;
  const { classification, estimatedNanoUsd, scores, downgradedFrom, refusedBy, redacted, refused } =
    decision;
  const usdOf = (name: string | undefined): number | null => {
    const estimate = name === undefined ? undefined : estimates.get(name);
    return estimate === undefined ? null : usdFromNanoUsd(estimate.nanoUsd);
  };
  return {
    route: route ?? null,
    because,
    stands_in_for: standsInFor ?? null,
    chain,
    review,
    estimated_cost_usd:
      estimatedNanoUsd === undefined ? usdOf(route) : usdFromNanoUsd(estimatedNanoUsd),
    ...(classification !== undefined && { classification: classificationOf(classification) }),
    ...(downgradedFrom !== undefined && { downgraded_from: downgradedFrom }),
    ...(refusedBy !== undefined && { refused_by: refusedBy }),
    ...(redacted !== undefined && { redacted }),
    ...(ceilings.length > 0 && {
      ceilings: ceilings.map(({ ceiling, key }) => ({ ceiling, key: key ?? null })),
    }),
    considered: considered.map((one) => ({
      ...one,
      ...(refused?.some(({ route: name }) => name === one.route) === true && {
        for_this_record: true,
      }),
      ...scoreOf(one.route, scores),
      estimated_cost_usd: usdOf(one.route),
    })),
  };
}

function scoreOf(route: string, scores: readonly RouteScore[] | undefined): object {
  const found = scores?.find((score) => score.route === route);
  return found === undefined ? {} : { score: found.score, score_because: found.because };
}

/** A classification as files have it; null: not known. */
export function classificationOf(classification: Classification): object {
  const { label, confidence, by, because, latencyMs, costNanoUsd } = classification;
  return {
    label: label ?? null,
    confidence: confidence ?? null,
    by,
    because,
    latency_ms: latencyMs ?? null,
    cost_usd: costNanoUsd === undefined ? null : usdFromNanoUsd(costNanoUsd),
  };
}

function stepOf(step: Step | undefined): unknown {
  if (step === undefined) return null;
  if (step.kind !== "call") return step;
  const {
    kind,
    route,
    attempt,
    because,
    waitMs,
    isUnreviewed,
    timeoutMs,
    change,
    firstTokenTimeoutMs,
  } = step;
  return {
    kind,
    route,
    attempt,
    because,
    wait_ms: waitMs,
    unreviewed: isUnreviewed,
    ...(timeoutMs !== undefined && { timeout_ms: timeoutMs }),
    ...(firstTokenTimeoutMs !== undefined && { first_token_timeout_ms: firstTokenTimeoutMs }),
    ...(change !== undefined && { change: changeOf(change) }),
  };
}

function changeOf({ maxOutputTokens, withoutTools, instruction, redact }: RequestChange): object {
  return {
    ...(maxOutputTokens !== undefined && { max_output_tokens: maxOutputTokens }),
    ...(withoutTools !== undefined && { without_tools: withoutTools }),
    ...(instruction !== undefined && { instruction }),
    ...(redact !== undefined && { redact }),
  };
}
