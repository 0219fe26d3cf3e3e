import type { RequestChange } from "../../core/request-change.ts";
import type { Step } from "../../core/step.ts";
import { countText, msText } from "../numbers.ts";

/** What a policy does first, as a clause: `calls fast_route`. */
export function firstStepText(step: Step): string {
  switch (step.kind) {
    case "call":
      return callText(step);
    case "stop":
      return `stops: ${step.because}`;
    case "queue":
      return `queues for a person: ${step.because}`;
    case "give_up":
      return `gives up: ${step.because}`;
    case "static_answer":
      return `gives its own text as the answer: ${step.because}`;
    case "answer":
      return "answers";
    case "not_covered":
      return "does what nobody knows: it reads the prompt, and the log does not keep it";
  }
}

function callText(step: CallStep): string {
  const { attempt, route, isUnreviewed, timeoutMs, firstTokenTimeoutMs, change } = step;
  return [
    `${attempt === "first" ? "calls" : `${attempt} to`} ${route}`,
    ...(isUnreviewed ? ["not approved"] : []),
    ...(timeoutMs === undefined ? [] : [`within ${msText(timeoutMs)}`]),
    ...(firstTokenTimeoutMs === undefined
      ? []
      : [`first token within ${msText(firstTokenTimeoutMs)}`]),
    ...(change === undefined ? [] : changeTexts(change)),
  ].join(", ");
}

function changeTexts(change: RequestChange): readonly string[] {
  const { maxOutputTokens, withoutTools, instruction, redact } = change;
  return [
    ...(maxOutputTokens === undefined ? [] : [`at most ${countText(maxOutputTokens)} tokens out`]),
    ...(withoutTools === true ? ["without tools"] : []),
    ...(instruction === undefined ? [] : [`told besides: ${instruction}`]),
    ...(redact === undefined ? [] : [`with ${redact.join(", ")} taken out`]),
  ];
}

type CallStep = Extract<Step, { readonly kind: "call" }>;
