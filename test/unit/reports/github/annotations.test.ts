import { expect, test } from "vitest";
import { annotationsOf } from "../../../../src/reports/github/annotations.ts";
import { workflowCommand } from "../../../../src/reports/github/workflow-command.ts";
import {
  aComparison,
  aGate,
  aPolicy,
  aRejectReport,
  aReport,
  anInconclusiveReport,
} from "../a-run-report.ts";

test("a rejected run is an error for its gate, then the verdict and where all of it stands", () => {
  expect(annotationsOf(aRejectReport()).map(workflowCommand)).toEqual([
    "::error title=routeproof%3A gate fail%3A p95_complete_ms max_ratio 1.1::cheap-first against prod: " +
      "observed ×1.62 (×1.41 to ×1.84), limit at most ×1.1",
    "::notice title=routeproof%3A REJECT%2C exit code 100::cheap-first against prod; all of it: reports/run-7",
  ]);
});

test("an open gate is a warning, and a promoted run has nothing but its verdict", () => {
  const levels = (report: Parameters<typeof annotationsOf>[0]) =>
    annotationsOf(report).map(({ level }) => level);
  expect(levels(anInconclusiveReport())).toEqual(["warning", "notice"]);
  expect(levels(aReport())).toEqual(["notice"]);
});

test("of many gates the ten worst places are shown, and how many are left out is said", () => {
  const gates = Array.from({ length: 40 }, (_, index) =>
    aGate({
      id: `gate ${index}`,
      status: index % 2 === 0 ? "inconclusive" : "fail",
      p_violated: (40 - index) / 1000,
    }),
  );
  const verdict = { decision: "reject", reasons: ["gate 39"] } as const;
  const shown = annotationsOf(aReport({ pair: { gates, verdict } }));
  expect(shown).toHaveLength(10);
  // Failed before open, and among them the smallest p first.
  expect(shown.slice(0, 9).map(({ title }) => title)).toEqual(
    [39, 37, 35, 33, 31, 29, 27, 25, 23].map((index) => `routeproof: gate fail: gate ${index}`),
  );
  expect(shown.at(-1)?.message).toContain("31 more in the report; ");
});

test("a candidate that fails beside one that passes is a warning of a green job", () => {
  const failed = aGate({ status: "fail" });
  const rejected = aComparison({
    candidate: "other",
    gates: [failed],
    verdict: { decision: "reject", reasons: ["too slow"] },
  });
  const report = aReport({
    comparison: {
      candidates: ["cheap-first", "other"],
      policies: { ...aReport().comparison.policies, other: aPolicy() },
      comparisons: [aComparison(), rejected],
    },
  });
  expect(annotationsOf(report).map(({ level }) => level)).toEqual(["warning", "notice"]);
});

test("a verdict that no gate explains says why, and an incomplete run comes first", () => {
  const verdict = {
    decision: "inconclusive",
    reasons: ["3.0% of the records are unpaired"],
  } as const;
  const report = aReport({ pair: { verdict }, manifest: { status: "incomplete" } });
  expect(annotationsOf(report).slice(0, 2)).toMatchObject([
    { level: "error", title: "routeproof: INCOMPLETE" },
    { level: "warning", message: "cheap-first against prod: 3.0% of the records are unpaired" },
  ]);
});

test("a text from data begins no command and ends no property", () => {
  const line = workflowCommand({
    level: "error",
    title: "100%,x::y\r\n::set-output name=a::b",
    message: "50%\n::error::\u001b[2J @octocat",
  });
  expect(line).toBe(
    "::error title=100%25%2Cx%3A%3Ay\\r\\n%3A%3Aset-output name=a%3A%3Ab::50%25\\n::error::\\x1b[2J @octocat",
  );
});
