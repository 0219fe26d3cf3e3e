import { expect, test } from "vitest";
import { paidText } from "../../../src/reports/spend-text.ts";
import { aManifest, aReport } from "./a-run-report.ts";

const spend = { sent: 480, usd: 1.25, unknown_calls: 0, unknown_at_most_usd: 0 };

test("a run that could not pay says nothing of money paid", () => {
  expect(paidText(aReport())).toBeUndefined();
});

test("what was paid stands with its calls and its cap", () => {
  const options = { ...aManifest().options, max_spend_usd: 5 };
  expect(paidText(aReport({ manifest: aManifest({ spend, options }) }))).toBe(
    "$1.25 for 480 calls (cap $5.00)",
  );
});

test("calls of unknown cost are counted, with the most that they may add", () => {
  const unsure = { ...spend, unknown_calls: 3, unknown_at_most_usd: 0.5 };
  expect(paidText(aReport({ manifest: aManifest({ spend: unsure }) }))).toBe(
    "$1.25 for 480 calls, of which 3 of unknown cost may add at most $0.5000",
  );
});
