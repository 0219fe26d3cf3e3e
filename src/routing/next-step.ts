import type { Attempt } from "../core/attempt.ts";
import type { Decision } from "../core/decision.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Signals } from "../core/router.ts";
import type { Step } from "../core/step.ts";
import { ceilingStep } from "./ceiling-step.ts";
import { degradedStep } from "./degradation.ts";
import { firstStep } from "./first-step.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";
import { underRequestCap } from "./request-spend.ts";
import { ruledStep } from "./ruled-step.ts";
import { reason, type Situation } from "./situation.ts";
import { limitedStep, timeLeftAfter } from "./time-left.ts";

const answer: Step = { kind: "answer" };

/**
 * What a policy does after the attempts so far: what its rules say; else the last response is the
 * answer, and after the last failure comes a lesser service, where one is written, or the end.
 */
export function nextStep(
  work: PolicyAtWork,
  view: RequestView,
  decision: Decision,
  soFar: readonly Attempt[],
  signals: Signals,
): Step {
  const last = soFar.at(-1);
  if (last?.result.kind === "response" && !work.asksOfAnswers) return answer;
  const timeLeftMs = timeLeftAfter(soFar, work.policy);
  let step: Step;
  if (last === undefined) {
    step = firstStep(work, view, decision, signals);
  } else {
    const mayCall = soFar.length < work.policy.fallback.maxAttempts && timeLeftMs > 0;
    const moment = underRequestCap(work.momentOf(view, signals), view, soFar, work);
    step = stepAfter({ work, view, decision, soFar, last, signals, moment, timeLeftMs, mayCall });
  }
  const limited = limitedStep(step, work.limits, timeLeftMs);
  return decision.redacted === undefined ? limited : redactedStep(limited, work);
}

function stepAfter(situation: Situation): Step {
  const { last } = situation;
  if (last.result.kind === "not_covered") {
    return { kind: "give_up", because: `nothing is known of what ${last.route} would answer` };
  }
  const ruled = ruledStep(situation);
  if (ruled !== undefined) return ruled;
  if (last.result.kind === "response") return answerOf(situation);
  const capped = ceilingStep(situation);
  if (capped !== undefined) return capped;
  const because = whyItEnds(situation);
  return degradedStep(situation, because) ?? { kind: "give_up", because };
}

function answerOf({ work, view, decision, soFar }: Situation): Step {
  const review = work.review.after(view, decision, soFar);
  return review === undefined ? answer : { kind: "answer", review };
}

function whyItEnds(situation: Situation): string {
  const { maxAttempts } = situation.work.policy.fallback;
  const { deadlineMs } = situation.work.policy.latency;
  const why =
    situation.soFar.length >= maxAttempts
      ? `max_attempts ${maxAttempts} is reached`
      : situation.mayCall
        ? "nothing may follow"
        : `deadline_ms ${deadlineMs} is over`;
  return `${why}: ${reason("failed", situation)}`;
}

/** Whatever is called for such a record, personal data is not sent. */
function redactedStep(step: Step, { policy }: PolicyAtWork): Step {
  if (step.kind !== "call") return step;
  return { ...step, change: { ...step.change, redact: policy.risk.redact } };
}
