import { withFactsOf, type DrilledReply } from "../../core/drilled-reply.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";
import { conditionAt } from "../condition-at.ts";
import type { Template } from "../template.ts";
import { conditionAfter } from "./conditions.ts";
import { sampleAttempt } from "./sample-attempt.ts";
import { sampleReplies } from "./sample-replies.ts";
import { plainRequest } from "./sample-requests.ts";

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
  const samples = sampleReplies(text);
  const keptAnswer = samples
    .filter((reply) => reply.kind === "answer")
    .find((reply) => holdsOn(reply) === false);
  const replies = samples.map((reply) =>
    keptAnswer === undefined || reply.kind === "answer" ? reply : withFactsOf(keptAnswer, reply),
  );
  return {
    routes,
    maxEscalations: Math.min(most, routes.length - 1),
    escalates: (reply) => holdsOn(reply) === true,
    keptAnswer,
    escalating: replies.filter((reply) => holdsOn(reply) === true),
  };
}
