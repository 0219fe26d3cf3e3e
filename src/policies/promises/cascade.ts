import type { DrilledReply } from "../../core/drilled-reply.ts";
import { failureKinds } from "../../core/failure.ts";
import type { PolicyShape } from "../policy-shape.ts";
import { conditionAt } from "../condition-at.ts";
import type { Template } from "../template.ts";
import { conditionAfter } from "./conditions.ts";
import { sampleAttempt } from "./sample-attempt.ts";
import { namesIn, plainRequest, stringsIn } from "./sample-requests.ts";

/** A cascade as its document has it. */
export interface WrittenCascade {
  /** Eligible routes, in order. */
  readonly routes: readonly string[];
  readonly maxEscalations: number;
  /** Whether its condition holds on a reply. */
  escalates(reply: DrilledReply): boolean;
  /** A good answer on which it does not hold; absent: none was found. */
  readonly keptAnswer: Extract<DrilledReply, { kind: "answer" }> | undefined;
  /** Replies on which it holds. */
  readonly escalating: readonly DrilledReply[];
}

/** The cascade of a policy; absent: its strategy is another one. */
export function writtenCascade(
  template: Template,
  { route_selection: { strategy, cascade } = {} }: PolicyShape,
  mayCall: (route: string) => boolean,
): WrittenCascade | undefined {
  if (strategy !== "cascade" || cascade === undefined) return undefined;
  const { escalate_when: text, max_escalations: most = Infinity } = cascade;
  const routes = cascade.routes.filter(mayCall);
  const source = conditionAt(template, ["route_selection", "cascade", "escalate_when"], text);
  const holds = conditionAfter(source);
  const holdsOn = (reply: DrilledReply): boolean | undefined =>
    holds(plainRequest, [sampleAttempt(routes[0] ?? "", reply)]);
  const replies = sampleReplies(text);
  return {
    routes,
    maxEscalations: Math.min(most, routes.length - 1),
    escalates: (reply) => holdsOn(reply) === true,
    keptAnswer: replies
      .filter((reply) => reply.kind === "answer")
      .find((reply) => holdsOn(reply) === false),
    escalating: replies.filter((reply) => holdsOn(reply) === true),
  };
}

/** Replies that differ in what a condition on answers may look at. */
function sampleReplies(text: string): readonly DrilledReply[] {
  const signals = namesIn(text, "signals");
  const values = [true, false, 0, 1, 0.5, ...stringsIn(text)];
  const answers = values.map((value): DrilledReply => ({
    kind: "answer",
    signals: Object.fromEntries(signals.map((name) => [name, value])),
  }));
  return [
    { kind: "answer" },
    ...(signals.length === 0 ? [] : answers),
    { kind: "schema_invalid" },
    { kind: "truncated" },
    ...failureKinds.map((failure): DrilledReply => ({ kind: "failure", failure })),
  ];
}
