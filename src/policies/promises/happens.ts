import type { DrilledReply } from "../../core/drilled-reply.ts";
import { triggerForm } from "../../core/trigger-form.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";
import { holdsAfterReply } from "./expression-triggers.ts";
import { writtenLimits } from "./limits.ts";
import type { Situation } from "./situations.ts";
import type { WrittenPolicy } from "./written-policy.ts";
import type { WrittenTransition } from "./written-transitions.ts";

/** With the first reply of its kind, or once the route's retry is spent. */
export type Moment = "at_once" | "when_spent";

/** Whether a trigger of the document happens in a situation. */
export function happens(
  trigger: string,
  situation: Situation,
  moment: Moment,
  written: WrittenPolicy,
): boolean {
  const { names, request, reply } = situation;
  switch (trigger) {
    case "primary_route_unavailable":
      return moment === "when_spent" && names.has("transient_error");
    case "schema_invalid_after_retry":
      return moment === "when_spent" && names.has("schema_invalid");
    default:
  }
  const form = triggerForm(trigger);
  switch (form.kind) {
    case "name":
      return names.has(trigger);
    case "status": {
      const [least, most] = statusesOf(reply);
      return least >= form.least && most <= form.most;
    }
    case "slower_than":
      return isLater(reply, form.of, form.ms, written.shape);
    case "expression":
      return holdsAfterReply(trigger, request, reply, written);
  }
}

const none = [Number.NaN, Number.NaN] as const;

/** The statuses that a failure stands for where it does not tell one. */
function statusesOf(reply: DrilledReply): readonly [least: number, most: number] {
  if (reply.kind !== "failure") return none;
  if (reply.status !== undefined) return [reply.status, reply.status];
  switch (reply.failure) {
    case "rate_limit":
      return [429, 429];
    case "overloaded":
    case "transient_5xx":
      return [500, 599];
    default:
      return none;
  }
}

/** A call that is given up at a limit took that long. */
function isLater(
  reply: DrilledReply,
  of: "complete" | "first_token",
  ms: number,
  shape: PolicyShape,
): boolean {
  if (reply.kind !== "slow") return false;
  const { completeMs: timeoutMs, firstTokenMs: firstMs } = writtenLimits(shape);
  if (of === "first_token") {
    const { firstTokenMs } = reply;
    if (firstTokenMs === undefined) return false;
    return firstTokenMs > firstMs ? firstMs >= ms : firstTokenMs > ms;
  }
  return reply.latencyMs > timeoutMs ? timeoutMs >= ms : reply.latencyMs > ms;
}

/** Whether the document writes some transition of a kind for a situation. */
export function isWrittenFor(
  does: WrittenTransition["does"],
  situation: Situation,
  moment: Moment,
  written: WrittenPolicy,
): boolean {
  return written.transitions.some(
    (transition) =>
      transition.does === does &&
      transition.triggers.some((trigger) => happens(trigger, situation, moment, written)),
  );
}

/** Whether the document stops, for good or for a person. */
export function isStopped(situation: Situation, moment: Moment, written: WrittenPolicy): boolean {
  return (
    isWrittenFor("stop", situation, moment, written) ||
    isWrittenFor("queue", situation, moment, written)
  );
}
