import { assert, describe, expect, test } from "vitest";
import type { OutcomeFlow } from "../../../../src/core/charts/outcome-flow.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import { metricsBefore } from "../a-comparison.ts";
import {
  aFailedAttempt,
  aFailedOutcome,
  anAttempt,
  anOutcome,
  aRefusedGrade,
} from "../an-outcome.ts";

function flowOf(...outcomes: readonly Partial<Outcome>[]): OutcomeFlow {
  const numbered = outcomes.map((changes, ordinal) => anOutcome({ ...changes, ordinal }));
  const { flow } = metricsBefore({ outcomes: numbered });
  assert(flow !== undefined);
  return flow;
}

const linesOf = ({ links }: OutcomeFlow): readonly string[] =>
  links.map(
    ({ from, to, records, cost_usd: usd }) =>
      `${from} > ${to}: ${records}, ${Math.round(usd * 1e9)}`,
  );

const fellBack: Partial<Outcome> = {
  attempts: [
    aFailedAttempt("timeout", { costNanoUsd: 40 }),
    anAttempt({ index: 1, kind: "fallback", route: "large", costNanoUsd: 5_000 }),
  ],
};

describe("the flow of outcomes", () => {
  test("goes from decided routes by what ended their calls to fallbacks and endings", () => {
    const flow = flowOf(
      {},
      { grade: aRefusedGrade },
      fellBack,
      { ...fellBack, grade: aRefusedGrade },
      { route: "large", attempts: [anAttempt({ route: "large", costNanoUsd: 7_000 })] },
    );
    expect(linesOf(flow)).toEqual([
      "records:records@0 > route:large@1: 1, 7000",
      "records:records@0 > route:small@1: 4, 12080",
      "route:large@1 > ending:accepted@4: 1, 7000",
      "route:small@1 > failure:timeout@2: 2, 10080",
      "route:small@1 > ending:accepted@4: 1, 1000",
      "route:small@1 > ending:rejected@4: 1, 1000",
      "failure:timeout@2 > route:large (fallback)@3: 2, 10080",
      "route:large (fallback)@3 > ending:accepted@4: 1, 5040",
      "route:large (fallback)@3 > ending:rejected@4: 1, 5040",
    ]);
    expect(flow.nodes.map(({ id }) => id)).toEqual([
      "records:records@0",
      "route:large@1",
      "route:small@1",
      "failure:timeout@2",
      "route:large (fallback)@3",
      "ending:accepted@4",
      "ending:rejected@4",
    ]);
    expect(flow.nodes[4]).toEqual({
      id: "route:large (fallback)@3",
      stage: 3,
      kind: "route",
      name: "large (fallback)",
    });
    expect(flow).toMatchObject({ unknown_costs: 0, joined_paths: 0 });
    expect(flow.not_accepted_usd).toBe(0.00000604);
  });

  test("has every ending once, the best first, and none that did not occur", () => {
    const because = "so it was";
    const flow = flowOf(
      { ending: { kind: "not_covered" } },
      { ending: { kind: "static_answer", because, text: "later" }, grade: aRefusedGrade },
      { route: undefined, attempts: [], ending: { kind: "queued", because }, grade: aRefusedGrade },
      {
        route: undefined,
        attempts: [],
        ending: { kind: "stopped", because },
        grade: aRefusedGrade,
      },
      aFailedOutcome("overloaded"),
      { grade: { ...aRefusedGrade, score: undefined, scores: [] } },
      { grade: aRefusedGrade },
      {},
    );
    expect(linesOf(flow)).toEqual([
      "records:records@0 > route:small@1: 6, 4000",
      "records:records@0 > ending:stopped@2: 1, 0",
      "records:records@0 > ending:queued@2: 1, 0",
      "route:small@1 > ending:accepted@2: 1, 1000",
      "route:small@1 > ending:rejected@2: 1, 1000",
      "route:small@1 > ending:not scored@2: 1, 1000",
      "route:small@1 > ending:failed@2: 1, 0",
      "route:small@1 > ending:static answer@2: 1, 1000",
      "route:small@1 > ending:not covered@2: 1, 0",
    ]);
  });

  test("an answer that was passed over says why, where the answer itself shows it", () => {
    const onto = (index: number) =>
      anAttempt({ index, kind: "escalation" as const, route: "large" });
    const cut = anAttempt();
    assert(cut.result.kind === "response");
    const finishReason = { kind: "length", raw: "length" } as const;
    const response = { ...cut.result.response, finishReason };
    const flow = flowOf(
      { attempts: [anAttempt({ schemaValid: false }), onto(1)] },
      { attempts: [anAttempt({ result: { kind: "response", response } }), onto(1)] },
      { attempts: [anAttempt(), onto(1)] },
    );
    expect(flow.nodes.filter(({ kind }) => kind === "failure").map(({ name }) => name)).toEqual([
      "not good enough",
      "schema_invalid",
      "truncated",
    ]);
  });

  test("a decided route that was never called says so", () => {
    const standIn = anAttempt({ kind: "fallback", route: "backup" });
    expect(linesOf(flowOf({ attempts: [standIn] }))).toEqual([
      "records:records@0 > route:small@1: 1, 1000",
      "route:small@1 > failure:not called@2: 1, 1000",
      "failure:not called@2 > route:backup (fallback)@3: 1, 1000",
      "route:backup (fallback)@3 > ending:accepted@4: 1, 1000",
    ]);
  });

  test("of more than five calls the first three and the last two are told", () => {
    const routes = ["small", "small", "b", "c", "d", "e", "f"];
    const attempts = routes.map((route, index) =>
      aFailedAttempt("overloaded", {
        index,
        route,
        kind: index === 0 ? "first" : index === 1 ? "retry" : "fallback",
        costNanoUsd: 10,
      }),
    );
    const { ending, grade } = aFailedOutcome("overloaded");
    const flow = flowOf({ attempts, ending, grade });
    expect(flow.nodes.filter(({ kind }) => kind === "route").map(({ id }) => id)).toEqual([
      "route:small@1",
      "route:small (retry)@3",
      "route:b (fallback)@5",
      "route:e (fallback)@7",
      "route:f (fallback)@9",
    ]);
    expect(flow.links.at(-1)).toEqual({
      from: "route:f (fallback)@9",
      to: "ending:failed@10",
      records: 1,
      cost_usd: 70 / 1e9,
    });
  });

  test("records whose cost is not known in all are counted, what is known stays", () => {
    const flow = flowOf(
      {},
      { attempts: [anAttempt({ costNanoUsd: undefined })] },
      {
        attempts: [
          aFailedAttempt("timeout", { costNanoUsd: undefined }),
          anAttempt({ index: 1, kind: "retry", costNanoUsd: undefined }),
        ],
      },
    );
    expect(flow.unknown_costs).toBe(2);
    expect(flow.links[0]).toMatchObject({ records: 3, cost_usd: 0.000001 });
  });

  test("beyond 200 ways the rarest go through one node, and nothing is lost", () => {
    // 205 backups once each, and the decided routes a and b; a is seen alone most often.
    const rare = Array.from({ length: 205 }, (_, index) => ({
      route: index < 201 ? "a" : "b",
      attempts: [
        aFailedAttempt("timeout", { route: index < 201 ? "a" : "b" }),
        anAttempt({ index: 1, kind: "fallback" as const, route: `backup-${1_000 + index}` }),
      ],
    }));
    const plain = { route: "a", attempts: [anAttempt({ route: "a" })] };
    const flow = flowOf(plain, plain, ...rare);
    // 206 ways; all once but the plain one: by name 199 of a's are kept, two of a and four of b join.
    expect(flow.joined_paths).toBe(6);
    const joined = linesOf(flow).filter((line) => line.includes("other"));
    expect(joined).toEqual([
      "records:records@0 > route:other@2: 4, 4000",
      "route:a@1 > route:other@2: 2, 2000",
      "route:other@2 > ending:accepted@4: 6, 6000",
    ]);
    expect(flow.links[0]).toMatchObject({ to: "route:a@1", records: 203 });
  });
});
