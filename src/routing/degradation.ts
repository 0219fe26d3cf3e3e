import type { Degradation } from "../core/degradation.ts";
import type { Policy } from "../core/policy.ts";
import type { Step } from "../core/step.ts";
import { lacksApproval } from "./onward-step.ts";
import type { Situation } from "./situation.ts";

type ReducedScope = Extract<Degradation, { readonly kind: "reduced_scope" }>;

/**
 * The next lesser service after a failure that nothing may follow: in the order in which they are
 * written, each once. Absent: none is left. `because`: why nothing else may follow.
 */
export function degradedStep(situation: Situation, because: string): Step | undefined {
  const tried = new Map<string, number>();
  for (const { kind, route } of situation.soFar) {
    if (kind === "reduced_scope") tried.set(route, (tried.get(route) ?? 0) + 1);
  }
  for (const service of situation.work.policy.fallback.degrade) {
    if (service.kind === "static_answer") return staticAnswer(service.text, because);
    const route = service.route ?? situation.decision.route;
    if (route === undefined) continue;
    const timesTried = tried.get(route) ?? 0;
    if (timesTried > 0) tried.set(route, timesTried - 1);
    else if (mayReduce(route, situation)) return reducedStep(route, service, because, situation);
  }
  return undefined;
}

/** The text for a record that no route may serve; absent: none is written. */
export function staticAnswerOf({ fallback }: Policy, because: string): Step | undefined {
  const service = fallback.degrade.find(({ kind }) => kind === "static_answer");
  return service?.kind === "static_answer" ? staticAnswer(service.text, because) : undefined;
}

function staticAnswer(text: string, because: string): Step {
  return { kind: "static_answer", text, because };
}

/** Less of the same route is no change of route; less of another one is. */
function mayReduce(route: string, situation: Situation): boolean {
  const { work, decision, mayCall } = situation;
  if (!mayCall || !situation.moment.isEligible(route)) return false;
  return (
    route === decision.route || (work.routes.mayFollow(route) && !lacksApproval(route, situation))
  );
}

function reducedStep(
  route: string,
  { change }: ReducedScope,
  because: string,
  { work, decision, last, signals }: Situation,
): Step {
  return {
    kind: "call",
    route,
    attempt: "reduced_scope",
    because: `reduced scope, as ${because}`,
    waitMs: 0,
    isUnreviewed:
      route !== decision.route &&
      route !== last.route &&
      work.routes.isUnreviewed(last.route, route, signals.nowMs),
    change,
  };
}
