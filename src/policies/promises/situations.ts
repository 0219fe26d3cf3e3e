import { withFactsOf, type DrilledReply } from "../../core/drilled-reply.ts";
import { isFailureKind, transientKinds, type FailureKind } from "../../core/failure.ts";
import { triggerForm, type TriggerForm } from "../../core/trigger-form.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";
import { firstWhere } from "./expression-triggers.ts";
import { writtenLimits } from "./limits.ts";
import type { DrillRequest } from "./promised.ts";
import { withTag } from "./sample-requests.ts";
import { statusReplies } from "./status-replies.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** One way to make a trigger happen. */
export interface Situation {
  /** In a word: `rate_limit`. */
  readonly words: string;
  readonly request: DrillRequest;
  /** What the route says, as often as it is called. */
  readonly reply: DrilledReply;
  /** What the reply counts as, such as `rate_limit`, `transient_error`; or a true tag or signal. */
  readonly names: ReadonlySet<string>;
  /** Whether the request itself is the occasion, so that it happens before any call. */
  readonly isBeforeCall: boolean;
}

/** Every way to make a trigger of a document happen: a class of failures stands for all its kinds. */
export function situationsOf(trigger: string, written: WrittenPolicy): readonly Situation[] {
  switch (trigger) {
    case "transient_error":
    case "primary_route_unavailable":
      return [...transientKinds].map((kind) => failing(kind, written));
    case "schema_invalid_after_retry":
      return [failing("schema_invalid", written)];
    default:
      if (isFailureKind(trigger)) return [failing(trigger, written)];
      return formSituations(trigger, triggerForm(trigger), written);
  }
}

function formSituations(
  trigger: string,
  form: TriggerForm,
  written: WrittenPolicy,
): readonly Situation[] {
  switch (form.kind) {
    case "name":
      return conditions(form.name, written);
    case "status":
      return statusReplies(form).map((reply) => situationOfReply(reply, written));
    case "slower_than": {
      const reply = lateReply(form, written.shape);
      if (reply === undefined) return [];
      const late = withFactsOf(written.answer, reply);
      return [{ ...situationOfReply(late, written), words: trigger }];
    }
    case "expression": {
      const found = firstWhere(trigger, true, written);
      if (found === undefined) return [];
      const { request, reply } = found;
      return [{ ...situationOfReply(reply, written), request, words: trigger }];
    }
  }
}

/** What a reply of any route makes happen. */
export function situationOfReply(reply: DrilledReply, written: WrittenPolicy): Situation {
  const { request } = written;
  switch (reply.kind) {
    case "failure": {
      const situation = failing(reply.failure, written);
      const { status } = reply;
      return status === undefined
        ? { ...situation, reply }
        : { ...situation, reply, words: `HTTP ${status}` };
    }
    case "schema_invalid":
    case "truncated":
      return { ...failing(reply.kind, written), reply };
    case "slow":
      return { ...cutOff(reply, written), words: "late", reply };
    case "answer": {
      const signals = Object.entries(reply.signals ?? {});
      const told = signals.map(([name, value]) => `${name} ${value}`).join(", ");
      return {
        words: told === "" ? "an answer" : `signal ${told}`,
        request,
        reply,
        names: new Set(signals.flatMap(([name, value]) => (value === true ? [name] : []))),
        isBeforeCall: false,
      };
    }
  }
}

/** A late answer is a failure where something gives the call up before. */
function cutOff(
  { latencyMs, firstTokenMs = 0 }: Extract<DrilledReply, { kind: "slow" }>,
  written: WrittenPolicy,
): Situation {
  const limits = writtenLimits(written.shape);
  if (firstTokenMs > limits.firstTokenMs && limits.firstTokenMs <= limits.completeMs) {
    return failing("first_token_timeout", written);
  }
  if (latencyMs > limits.completeMs) return failing("timeout", written);
  return situationOfReply(written.answer, written);
}

function failing(kind: FailureKind, { request, shape, answer }: WrittenPolicy): Situation {
  const names = new Set<string>([kind]);
  if (transientKinds.has(kind)) names.add("transient_error");
  const reply = withFactsOf(answer, replyFor(kind, shape));
  return { words: kind, request, reply, names, isBeforeCall: false };
}

/** A failure as it comes about: what an answer shows is an answer, a written limit is waited for. */
function replyFor(kind: FailureKind, shape: PolicyShape): DrilledReply {
  const { completeMs, firstTokenMs } = writtenLimits(shape);
  switch (kind) {
    case "schema_invalid":
    case "truncated":
      return { kind };
    case "timeout":
      if (completeMs === Infinity) break;
      return { kind: "slow", latencyMs: completeMs + 1 };
    case "first_token_timeout":
      if (firstTokenMs > Math.min(completeMs, Number.MAX_SAFE_INTEGER)) break;
      return { kind: "slow", latencyMs: firstTokenMs + 1, firstTokenMs: firstTokenMs + 1 };
    default:
  }
  return { kind: "failure", failure: kind };
}

/** A reply later than a trigger's limit; absent: every call is given up before. */
function lateReply(
  { of, ms }: Extract<TriggerForm, { kind: "slower_than" }>,
  shape: PolicyShape,
): DrilledReply | undefined {
  const { completeMs, firstTokenMs } = writtenLimits(shape);
  if (ms > completeMs || (of === "first_token" && ms > firstTokenMs)) return undefined;
  const latencyMs = ms + 1;
  return of === "first_token"
    ? { kind: "slow", latencyMs, firstTokenMs: latencyMs }
    : { kind: "slow", latencyMs };
}

/** A bare name is a tag of the request that is true, or a signal of the answer. */
function conditions(name: string, { request, answer }: WrittenPolicy): readonly Situation[] {
  const names = new Set([name]);
  const signals = { ...answer.signals, [name]: true };
  return [
    {
      words: `tag ${name}`,
      request: withTag(name, "true")(request),
      reply: answer,
      names,
      isBeforeCall: true,
    },
    {
      words: `signal ${name}`,
      request,
      reply: { ...answer, signals },
      names,
      isBeforeCall: false,
    },
  ];
}
