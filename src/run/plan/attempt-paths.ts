import type { Attempt } from "../../core/attempt.ts";
import type { Decision } from "../../core/decision.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { ProviderCall } from "../../core/provider.ts";
import type { Route } from "../../core/route.ts";
import type { Signals } from "../../core/router.ts";
import type { Scorer } from "../../core/scorer.ts";
import type { Trial } from "../../core/trial.ts";
import type { ReplayArm } from "../../replay/execute-trial.ts";
import { attemptOf, callOf } from "../../replay/trial-call.ts";
import type { ExpectedReply } from "./expected-replies.ts";

/** One way in which a record may go under a policy. */
export interface AttemptPath {
  readonly chance: number;
  readonly attempts: readonly Attempt[];
  /** Chance that its last answer is accepted; absent: nobody knows. */
  readonly acceptance: number | undefined;
}

/** What all paths are walked with. */
export interface PathSetup {
  readonly routes: ReadonlyMap<string, Route>;
  readonly scorer: Scorer;
  readonly streams: boolean;
  readonly repliesTo: (call: ProviderCall) => readonly ExpectedReply[];
}

/** Rarer ways than this change no figure that anybody reads; what they would add goes with the rest. */
const RAREST = 1e-4;

/**
 * Every way in which a record may go, by the policy's own steps: after each thing that may come of a
 * call the policy is asked what follows. Chances sum to 1.
 */
export function attemptPaths(
  trial: Trial,
  { policy, router }: Pick<ReplayArm, "policy" | "router">,
  decision: Decision,
  signals: Signals,
  setup: PathSetup,
): readonly AttemptPath[] {
  const paths: AttemptPath[] = [];
  const walk = (soFar: readonly Attempt[], chance: number, last: number | undefined): void => {
    const step = nextCall(() => router.next(trial.view, decision, soFar, signals));
    if (step === undefined || !setup.routes.has(step.route)) {
      paths.push({ chance, attempts: soFar, acceptance: soFar.length === 0 ? 0 : last });
      return;
    }
    const call = callOf(trial, step, soFar, policy, setup);
    for (const { chance: share, reply, acceptance, breaksSchema } of likely(
      setup.repliesTo(call),
      chance,
    )) {
      const attempt = attemptOf(call, step, reply, 0, setup.scorer);
      const judged = reply.result.kind === "response" && {
        schemaValid: schemaVerdict(attempt, breaksSchema),
      };
      walk([...soFar, { ...attempt, ...judged }], chance * share, acceptance);
    }
  };
  walk([], 1, 0);
  return paths;
}

/** A made-up answer has no text: whether it follows its schema is known without it. */
function schemaVerdict(attempt: Attempt, breaksSchema: boolean): boolean | undefined {
  if (breaksSchema) return false;
  const hasText = attempt.result.kind === "response" && attempt.result.response.text !== undefined;
  return hasText ? attempt.schemaValid : true;
}

/** Those that are likely enough to follow, with the chance of the others among them. */
function likely(replies: readonly ExpectedReply[], chance: number): readonly ExpectedReply[] {
  const kept = replies.filter((reply) => reply.chance * chance >= RAREST);
  if (kept.length === 0)
    return replies
      .toSorted((a, b) => b.chance - a.chance)
      .slice(0, 1)
      .map(alone);
  const sum = kept.reduce((total, reply) => total + reply.chance, 0);
  return kept.map((reply) => ({ ...reply, chance: reply.chance / sum }));
}

function alone(reply: ExpectedReply): ExpectedReply {
  return { ...reply, chance: 1 };
}

/** A step that cannot be foreseen, as it reads what no made-up answer holds, ends the way. */
function nextCall(
  next: () => ReturnType<ReplayArm["router"]["next"]>,
): Extract<ReturnType<ReplayArm["router"]["next"]>, { kind: "call" }> | undefined {
  try {
    const step = next();
    return step.kind === "call" ? step : undefined;
  } catch (error) {
    if (error instanceof HarnessError) return undefined;
    throw error;
  }
}
