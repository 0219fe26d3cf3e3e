import { expect, test } from "vitest";
import { estimateText, intervalText } from "../../../src/reports/estimate-text.ts";
import { anEstimate, noEstimate } from "./a-run-report.ts";

test("an estimate shows its interval and what it rests on", () => {
  expect(estimateText(anEstimate({ n: 1040 }), "rate")).toBe("80.0% (75.0 to 85.0%, n=1,040)");
  expect(estimateText(anEstimate({ clusters: 40 }), "rate")).toBe(
    "80.0% (75.0 to 85.0%, n=200 in 40 clusters)",
  );
});

test("an open bound is said, and no interval is made up", () => {
  expect(intervalText(anEstimate({ upper: null }), "rate")).toBe("80.0% (at least 75.0%)");
  expect(intervalText(anEstimate({ lower: null }), "rate")).toBe("80.0% (at most 85.0%)");
  expect(intervalText(anEstimate({ lower: null, upper: null }), "usd")).toBe("$0.8000");
});

test("an undefined number gives its reason", () => {
  expect(estimateText(noEstimate("nothing_accepted"), "usd")).toBe("n/a (nothing accepted) (n=0)");
});
