import { expect, test } from "vitest";
import type { Registry, Route } from "../../../src/core/route.ts";
import { knownGrades } from "../../../src/run/known-grades.ts";
import { createScorer } from "../../../src/scoring/create-scorer.ts";
import { aRoute } from "../replay/builders.ts";
import { aRecord, aSpec } from "../scoring/builders.ts";

const registry = {
  routes: new Map<string, Route>(
    ["refuses", "helps", "breaks"].map((name) => [name, { ...aRoute(name), name }]),
  ),
} as unknown as Registry;

test("a row that failed is held to the graders as a run would: a refusal may be right", () => {
  const outcomes = {
    refuses: { error: "safety_refusal" },
    helps: { response: "Sure, like this." },
    breaks: { error: "timeout" },
  } as const;
  const names = ["refuses", "helps", "breaks", "unknown"];
  const scorer = createScorer([aSpec("refusal")], { minScore: undefined });
  const known = (isRefusal: boolean) =>
    knownGrades(aRecord(isRefusal, { outcomes }), names, registry, scorer).map(
      (grade) => grade && [grade.accepted, grade.score],
    );
  expect(known(true)).toEqual([[true, 1], [false, 0], [false, 0], undefined]);
  expect(known(false)).toEqual([[false, 0], [true, 1], [false, 0], undefined]);
});

test("a row that failed is worth 0 to graders that had nothing to judge", () => {
  const record = aRecord(undefined, { outcomes: { breaks: { error: "timeout" } } });
  const scorer = createScorer([aSpec("json_schema")], { minScore: undefined });
  expect(knownGrades(record, ["breaks"], registry, scorer)).toMatchObject([
    { accepted: false, score: 0 },
  ]);
});
