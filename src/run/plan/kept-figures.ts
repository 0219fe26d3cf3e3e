import { failureKinds, type FailureKind } from "../../core/failure.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { Outcome } from "../../core/outcome.ts";
import { readJournal } from "../../replay/journal.ts";
import { readManifest, runFolder } from "../run-folder.ts";
import type { CallFigures } from "./call-figures.ts";

/** How the routes of a kept run answered. Throws `HarnessError` for a folder that holds no run. */
export async function keptFigures(run: string): Promise<ReadonlyMap<string, CallFigures>> {
  readManifest(run);
  const tallies = new Map<string, RouteTally>();
  for await (const { outcome } of readJournal(runFolder(run).journal)) take(outcome, tallies);
  if (tallies.size === 0) {
    throw new HarnessError("invalid-input", `--from ${run}: the run made no call`, {
      hint: "name a run whose routes answered",
    });
  }
  return new Map([...tallies].map(([route, tally]) => [route, tally.figures()]));
}

function take({ attempts, grade, ending }: Outcome, tallies: Map<string, RouteTally>): void {
  for (const [index, attempt] of attempts.entries()) {
    if (attempt.result.kind === "not_covered") continue;
    let tally = tallies.get(attempt.route);
    if (tally === undefined) tallies.set(attempt.route, (tally = new RouteTally()));
    tally.calls += 1;
    if (attempt.result.kind === "failure") {
      const { kind } = attempt.result.failure;
      tally.failures.set(kind, (tally.failures.get(kind) ?? 0) + 1);
      continue;
    }
    tally.answers += 1;
    if (attempt.schemaValid === false) tally.broken += 1;
    const isLast = index === attempts.length - 1;
    // Nobody judged an answer that was followed by another call, unless it broke its schema.
    if (isLast ? ending.kind === "answered" : attempt.schemaValid === false) {
      tally.judged += 1;
      if (isLast && grade.accepted) tally.accepted += 1;
    }
    if (attempt.latencyMs !== undefined && attempt.latencyMs > 0) {
      tally.timed += 1;
      tally.logSum += Math.log(attempt.latencyMs);
      tally.logSquares += Math.log(attempt.latencyMs) ** 2;
    }
    if (attempt.usage.outputTokens !== undefined) {
      tally.counted += 1;
      tally.outputTokens += attempt.usage.outputTokens;
    }
  }
}

class RouteTally {
  calls = 0;
  answers = 0;
  broken = 0;
  judged = 0;
  accepted = 0;
  timed = 0;
  logSum = 0;
  logSquares = 0;
  counted = 0;
  outputTokens = 0;
  readonly failures = new Map<FailureKind, number>();

  figures(): CallFigures {
    const meanLog = this.logSum / this.timed;
    const variance = Math.max(0, this.logSquares / this.timed - meanLog ** 2);
    return {
      from: "run",
      errors: failureKinds.flatMap((kind) => {
        const count = this.failures.get(kind) ?? 0;
        return count > 0 ? [{ kind, share: count / this.calls }] : [];
      }),
      schemaErrorShare: this.answers === 0 ? 0 : this.broken / this.answers,
      acceptance: this.judged === 0 ? undefined : this.accepted / this.judged,
      latency:
        this.timed === 0 ? undefined : { p50Ms: Math.exp(meanLog), sigma: Math.sqrt(variance) },
      outputTokens: this.counted === 0 ? undefined : this.outputTokens / this.counted,
    };
  }
}
