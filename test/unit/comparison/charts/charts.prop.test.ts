import fc from "fast-check";
import { assert, expect, test } from "vitest";
import type { Comparison, PolicyComparison } from "../../../../src/core/comparison.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import { fromJournalLine } from "../../../../src/replay/from-journal-line.ts";
import { toJournalLine } from "../../../../src/replay/to-journal-line.ts";
import { compared, toldRun } from "./a-told-run.ts";
import { expectConserved, nanoOf } from "./conserved-flow.ts";

const SEED = 20_261_126;
const RUNS = 100;

/** What the charts are drawn from, as the file has it. */
function chartsOf({ policies, comparisons }: Comparison): string {
  return JSON.stringify([
    Object.values(policies).map(({ flow }) => flow),
    comparisons.map(({ waterfall }) => waterfall),
  ]);
}

/** Known costs of some attempts of the covered outcomes of one arm. */
function costOf(
  outcomes: readonly Outcome[],
  arm: number,
  isMeant: (kind: string, accepted: boolean) => boolean,
): number {
  return outcomes
    .filter((outcome) => outcome.arm === arm && outcome.ending.kind !== "not_covered")
    .flatMap(({ attempts, grade }) => attempts.map((each) => ({ ...each, ...grade })))
    .filter(({ kind, accepted }) => isMeant(kind, accepted))
    .reduce((sum, { costNanoUsd = 0 }) => sum + costNanoUsd, 0);
}

test("a flow loses neither a record nor a nano-dollar on its way to the endings", () => {
  fc.assert(
    fc.property(toldRun, (outcomes) => {
      const { policies } = compared(outcomes);
      for (const [arm, key] of ["before", "after"].entries()) {
        const { flow, overall, routes } = policies[key]!;
        assert(flow !== undefined);
        expect(expectConserved(flow)).toEqual({
          records: overall.records,
          nanoUsd: nanoOf(overall.cost.total_usd),
        });
        expect(nanoOf(overall.cost.total_usd)).toBe(costOf(outcomes, arm, () => true));
        expect(flow.not_accepted_usd).toBe(overall.cost.not_accepted_usd);
        const into = (ending: string): number =>
          flow.links
            .filter(({ to }) => to.startsWith(`ending:${ending}@`))
            .reduce((sum, { records }) => sum + records, 0);
        expect(into("accepted")).toBe(overall.accepted);
        expect(into("accepted") + into("rejected") + into("not scored")).toBe(
          overall.endings["answered"] ?? 0,
        );
        for (const ending of ["failed", "stopped", "queued", "static answer", "not covered"]) {
          expect(into(ending)).toBe(overall.endings[ending.replace(" ", "_")] ?? 0);
        }
        for (const [route, { records }] of Object.entries(routes)) {
          const decided = flow.links.find(({ to }) => to === `route:${route}@1`);
          expect(decided?.records ?? 0).toBe(records);
        }
        const unpriced = outcomes.filter(
          (outcome) =>
            outcome.arm === arm &&
            outcome.ending.kind !== "not_covered" &&
            outcome.attempts.some(({ costNanoUsd }) => costNanoUsd === undefined),
        );
        expect(flow.unknown_costs).toBe(unpriced.length);
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
});

function stepOf({ waterfall }: PolicyComparison, ...kinds: readonly string[]): number {
  return (waterfall?.steps ?? [])
    .filter(({ kind }) => kinds.includes(kind))
    .reduce((sum, { change_usd: usd }) => sum + nanoOf(usd), 0);
}

test("a waterfall adds up from one total to the other, and each step is what the calls say", () => {
  let withSteps = 0;
  fc.assert(
    fc.property(toldRun, (outcomes) => {
      const { policies, comparisons } = compared(outcomes);
      const comparison = comparisons[0]!;
      const { waterfall } = comparison;
      assert(waterfall !== undefined);
      const [before, after] = [policies["before"]!.overall, policies["after"]!.overall];
      expect(waterfall).toMatchObject({
        baseline_usd: before.cost.total_usd,
        candidate_usd: after.cost.total_usd,
        baseline_accepted: before.accepted,
        candidate_accepted: after.accepted,
      });
      const unknown = before.cost.unknown_attempts + after.cost.unknown_attempts;
      if (unknown > 0) expect(waterfall.reason).toContain("cost is not known");
      expect(waterfall.steps.length === 0).toBe(waterfall.reason !== undefined);
      if (waterfall.reason !== undefined) return;
      withSteps += 1;
      const change = waterfall.steps.reduce((sum, { change_usd: usd }) => sum + nanoOf(usd), 0);
      expect(nanoOf(before.cost.total_usd) + change).toBe(nanoOf(after.cost.total_usd));
      const risen = (isMeant: (kind: string, accepted: boolean) => boolean): number =>
        costOf(outcomes, 1, isMeant) - costOf(outcomes, 0, isMeant);
      expect(
        stepOf(comparison, "routing_mix", "price_per_token", "tokens_per_call", "cost_per_call"),
      ).toBe(risen((kind, accepted) => kind === "first" && accepted));
      expect(stepOf(comparison, "retries")).toBe(risen((kind) => kind === "retry"));
      expect(stepOf(comparison, "escalations")).toBe(risen((kind) => kind === "escalation"));
      expect(stepOf(comparison, "fallbacks")).toBe(
        risen((kind) => kind === "fallback" || kind === "reduced_scope"),
      );
      expect(stepOf(comparison, "rejected_work")).toBe(
        risen((kind, accepted) => kind === "first" && !accepted),
      );
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(withSteps).toBeGreaterThan(RUNS / 3);
});

test("in whatever order outcomes come, and read back from a journal, the charts are the same", () => {
  const run = toldRun.chain((outcomes) =>
    fc.tuple(
      fc.constant(outcomes),
      fc.shuffledSubarray([...outcomes], { minLength: outcomes.length }),
      fc.nat(outcomes.length),
    ),
  );
  fc.assert(
    fc.property(run, ([outcomes, shuffled, kept]) => {
      const unbroken = chartsOf(compared(outcomes));
      expect(chartsOf(compared(shuffled))).toBe(unbroken);
      const resumed = outcomes.map((outcome, index) =>
        index < kept ? readBack(outcome) : outcome,
      );
      expect(chartsOf(compared(resumed))).toBe(unbroken);
    }),
    { seed: SEED, numRuns: 60 },
  );
});

function readBack(outcome: Outcome): Outcome {
  return fromJournalLine(JSON.parse(JSON.stringify(toJournalLine(outcome, "policy"))));
}
