import { XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DecisionEntry } from "../../../../src/core/decision-entry.ts";
import type { HistoryArm } from "../../../../src/core/history-line.ts";
import type { HistoryPoint, HistoryReport } from "../../../../src/core/history-report.ts";
import { historyWeeks, meanOf } from "../../../../src/reports/history-weeks.ts";
import { renderHistoryPage } from "../../../../src/reports/html/history-page.ts";
import { aHistoryArm } from "../../run/history/a-history-line.ts";

function aPoint(day: string, figures: Partial<HistoryArm> = {}): HistoryPoint {
  return {
    run_id: `run-${day}`,
    folder: `run-${day}`,
    started_at: `2026-11-${day}T04:10:00.000Z`,
    verdict: "promote",
    complete: true,
    figures: aHistoryArm(figures),
    changed: [],
  };
}

const accepted = (rate: number): Partial<HistoryArm> => ({ acceptance_rate: [rate, null, null] });

function aHistory(runs: readonly HistoryPoint[], policy = "cheap"): HistoryReport {
  return {
    index: "reports/history.jsonl",
    policies: [{ policy, dataset: "support", runs }],
    notes: [],
  };
}

const pageOf = (history: HistoryReport, decisions: readonly DecisionEntry[] = []): string =>
  renderHistoryPage({ history, decisions });

const aDecision: DecisionEntry = {
  at: "2026-11-10T09:00:00.000Z",
  kind: "promote",
  policy: "cheap",
  version: "sha256:0a1b2c3d",
  before: null,
  run_id: "run-9",
  verdict: "inconclusive",
  approved_by: "Ann",
  owner_approver: "Ann",
  why: "cheaper",
};

/** The cells of the row that begins with this name. */
function cellsOf(page: string, name: string): readonly string[] {
  const row = new RegExp(`<th scope="row">${name}</th>(.*?)</tr>`).exec(page)?.[1] ?? "";
  return [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = ""]) =>
    cell.replace(/<[^>]*>/g, ""),
  );
}

test("weeks are the seven days up to the newest run, and the seven before them", () => {
  const weeks = historyWeeks(aHistory([aPoint("05"), aPoint("20"), aPoint("13"), aPoint("14")]))!;
  expect([weeks.last.from, weeks.last.to]).toEqual(["2026-11-14", "2026-11-20"]);
  expect([weeks.before.from, weeks.before.to]).toEqual(["2026-11-07", "2026-11-13"]);
  const days = ["05", "07", "13", "14", "20"];
  expect(days.map((day) => weeks.last.holds(aPoint(day)))).toEqual([
    false,
    false,
    false,
    true,
    true,
  ]);
  expect(days.map((day) => weeks.before.holds(aPoint(day)))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});

test("a mean is of what is known, and nothing known is no zero", () => {
  expect(meanOf([0.5, null, 1])).toEqual({ mean: 0.75, n: 2 });
  expect(meanOf([null])).toEqual({ mean: null, n: 0 });
});

test("a week's figures are means over its complete runs, with how many they are", () => {
  const incomplete = { ...aPoint("19", accepted(0)), complete: false };
  const runs = [
    aPoint("12", accepted(0.7)),
    aPoint("18", accepted(0.8)),
    incomplete,
    aPoint("20", accepted(0.9)),
  ];
  const page = pageOf(aHistory(runs));
  expect(cellsOf(page, "acceptance")).toEqual(["85.0% (2 runs)", "70.0% (1 run)", "+15.0 pp"]);
  expect(cellsOf(page, "p95 to the answer")).toEqual([
    "1,820 ms (2 runs)",
    "1,820 ms (1 run)",
    "×1",
  ]);
  expect(page).toContain("This week is 2026-11-14 to 2026-11-20");
});

test("a route that no record was sent to has a share of nothing, and no other figure", () => {
  const { routes } = aHistoryArm();
  const both = { routes: { ...routes, large: { ...routes["small"]!, share: 0.4 } } };
  const page = pageOf(aHistory([aPoint("11", both), aPoint("20")]));
  expect(cellsOf(page, "large: share")).toEqual(["0% (1 run)", "40.0% (1 run)", "-40.0 pp"]);
  expect(cellsOf(page, "large: acceptance")[0]).toBe("n/a (no run)");
  expect(page).toContain("large (decided for no record of the last run)");
});

test("runs without a date, or no run this week, are said", () => {
  const undated = { ...aPoint("20"), started_at: "some day" };
  expect(pageOf(aHistory([undated]))).not.toContain("This week");
  const failed = { ...aPoint("20"), complete: false };
  expect(pageOf(aHistory([failed]))).toContain("No complete run this week.");
});

test("promotions of the policy stand on the page, and one against a verdict is marked", () => {
  const other = { ...aDecision, policy: "another", approved_by: "Bob" };
  const against = { ...aDecision, override: "risk accepted" };
  const page = pageOf(aHistory([aPoint("20")]), [other, against]);
  expect(page).toContain("0a1b2c3d");
  expect(page).toContain('<strong class="bad">Override: risk accepted</strong>');
  expect(page).not.toContain("Bob");
});

test("the page is well-formed and the same each time, whatever its names are", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(text, text, text, (policy, route, why) => {
      const routes = Object.fromEntries([[route, aHistoryArm().routes["small"]!]]);
      const history = {
        ...aHistory([aPoint("20", { routes, version: why })], policy),
        notes: [why],
      };
      const decisions = [{ ...aDecision, policy, why, override: route, approved_by: why }];
      const page = pageOf(history, decisions);
      expect(XMLValidator.validate(page)).toBe(true);
      expect(page).not.toMatch(/NaN|Infinity|>undefined/);
      expect(pageOf(structuredClone(history), decisions)).toBe(page);
    }),
    { seed: 7, numRuns: 60 },
  );
});
