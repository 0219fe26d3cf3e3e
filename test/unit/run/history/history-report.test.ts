import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendLines } from "../../../../src/run/append-lines.ts";
import type { HistoryLine } from "../../../../src/core/history-line.ts";
import { historyFile } from "../../../../src/run/history/history-file.ts";
import { historyReport, type HistoryAsked } from "../../../../src/run/history/history-report.ts";
import { renderHistory } from "../../../../src/reports/terminal/history-text.ts";
import { aHistoryArm, aHistoryLine } from "./a-history-line.ts";

let folder = "";

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "routeproof-history-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function reportOf(lines: readonly HistoryLine[], asked: Partial<HistoryAsked> = {}) {
  const file = historyFile(folder);
  appendLines(
    file,
    lines.map((line) => JSON.stringify(line)),
  );
  return historyReport(file, { last: 30, policy: undefined, route: undefined, ...asked });
}

test("of forty runs the last thirty are shown, the candidate before the baseline", () => {
  const lines = Array.from({ length: 40 }, (_, index) => aHistoryLine(index + 1));
  const { policies } = reportOf(lines);
  expect(policies.map(({ policy, runs }) => [policy, runs.length])).toEqual([
    ["cheap", 30],
    ["prod", 30],
  ]);
  const [cheap] = policies;
  expect(cheap?.runs[0]?.run_id).toBe("night-11");
  expect(cheap?.runs.at(-1)?.run_id).toBe("night-40");
});

test("what moved besides the figures is said where it moved", () => {
  const arms = { prod: aHistoryArm(), cheap: aHistoryArm({ version: "sha256:2" }) };
  const { policies } = reportOf([
    aHistoryLine(1),
    aHistoryLine(2, { prices_sha256: "cc33" }),
    aHistoryLine(3, { prices_sha256: "cc33", arms, graders_sha256: "dd44", tool_version: "0.2.0" }),
    aHistoryLine(4, { arms, graders_sha256: "dd44", tool_version: "0.2.0", overrides: 1 }),
    aHistoryLine(5, {
      arms,
      dataset: { name: "support", sha256: "ef56", records: 210 },
      provider: "live",
      graders_sha256: "dd44",
      tool_version: "0.2.0",
      overrides: 1,
    }),
  ]);
  expect(policies[0]?.runs.map(({ changed }) => changed)).toEqual([
    [],
    ["prices"],
    ["policy", "graders", "tool"],
    ["prices", "override"],
    ["dataset", "source"],
  ]);
  // The baseline is what it was.
  expect(policies[1]?.runs[2]?.changed).toEqual(["graders", "tool"]);
});

test("another seed counts as another source where answers are simulated, and only there", () => {
  const simulated = (night: number, seed: number) =>
    aHistoryLine(night, { provider: "simulated", seed });
  const { policies } = reportOf([
    simulated(1, 1),
    simulated(2, 2),
    aHistoryLine(3),
    aHistoryLine(4, { seed: 5 }),
  ]);
  expect(policies[0]?.runs.map(({ changed }) => changed)).toEqual([[], ["source"], ["source"], []]);
});

test("datasets of two names are two histories of one policy", () => {
  const other = aHistoryLine(2, { dataset: { name: "billing", sha256: "11", records: 9 } });
  const { policies } = reportOf([aHistoryLine(1), other], { policy: "cheap" });
  expect(policies.map(({ dataset, runs }) => [dataset, runs.length])).toEqual([
    ["billing", 1],
    ["support", 1],
  ]);
});

test("an unknown policy or route is refused with the names that there are", () => {
  expect(() => reportOf([aHistoryLine(1)], { policy: "chaep" })).toThrow("--policy chaep");
  expect(() => reportOf([aHistoryLine(1)], { route: "large" })).toThrow("--route large");
  expect(() =>
    historyReport(historyFile(join(folder, "none")), {
      last: 1,
      policy: undefined,
      route: undefined,
    }),
  ).toThrow("no run is in the history");
});

test("the text has a sparkline a metric, one a route, and a line a run", () => {
  const nights = [0.8, 0.7, 0.9].map((rate, index) =>
    aHistoryLine(index + 1, {
      verdict: rate < 0.75 ? "reject" : "promote",
      arms: {
        prod: aHistoryArm(),
        cheap: aHistoryArm({ acceptance_rate: [rate, rate - 0.05, rate + 0.05] }),
      },
    }),
  );
  const report = reportOf(nights, { policy: "cheap" });
  expect(renderHistory(report, { width: 120, colour: false, unicode: true })).toBe(`\
cheap on support: 3 runs, 2026-11-01 to 2026-11-03
  acceptance         ▅▁█  90.0% (85.0 to 95.0%)
  cost per accepted  ▄▄▄  $0.0125 ($0.0110 to $0.0140)
  p95 to the answer  ▄▄▄  1,820 ms (1,700 to 1,950 ms)
  errors             ▄▄▄  0%
  route small
    share              ▄▄▄  100%
    acceptance         ▄▄▄  80.0%
    cost per accepted  ▄▄▄  $0.0125
    p95 to the answer  ▄▄▄  1,820 ms
    errors             ▄▄▄  0%
  started     run      verdict    acceptance  cost each  p95       changed
  2026-11-01  night-1  ✓ promote  80.0%       $0.0125    1,820 ms  –
  2026-11-02  night-2  ✗ reject   70.0%       $0.0125    1,820 ms  –
  2026-11-03  night-3  ✓ promote  90.0%       $0.0125    1,820 ms  –
`);
});

test("names from data cannot act on the terminal", () => {
  const report = reportOf([aHistoryLine(1, { folder: "x\u001b[31m\ny" })], { policy: "cheap" });
  const text = renderHistory(report, { width: 120, colour: false, unicode: false });
  expect(text).not.toContain("\u001b");
  expect(text).toContain("x\\x1b[31m\\ny");
});
