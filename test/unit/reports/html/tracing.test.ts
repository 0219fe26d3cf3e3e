import fc from "fast-check";
import { expect, test } from "vitest";
import type { RunReport } from "../../../../src/reports/run-report.ts";
import { renderHtml } from "../../../../src/reports/html/report-page.ts";
import { visibleText } from "../../../../src/reports/visible-text.ts";
import { aRejectReport, aReport } from "../a-run-report.ts";
import { aFullReport } from "../a-full-report.ts";
import { hostileReport } from "../hostile-report.ts";
import { elementsOf, type PageElement } from "./page-parts.ts";

/** The part of a file at a pointer whose names are written as the page writes them. */
function resolve(report: RunReport, path: string): unknown {
  const [file = "", pointer = ""] = path.split(/#(.*)/s);
  let part: unknown = file === "run.json" ? report.manifest : report.comparison;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (part === null || typeof part !== "object") return undefined;
    const found = Object.entries(part).find(([key]) => visibleText(key) === name);
    part = found?.[1];
  }
  return part;
}

function valueAt(report: RunReport, path: string): unknown {
  const part = resolve(report, path);
  return part !== null && typeof part === "object" && "value" in part ? part.value : part;
}

function numbersOf(report: RunReport): readonly PageElement[] {
  return elementsOf(renderHtml(report)).filter(({ name }) => name === "data");
}

/** Every number with a path that does not stand at it. */
function untraced(report: RunReport): readonly string[] {
  return numbersOf(report).flatMap(({ attributes }) => {
    const { value, "data-path": path, "data-times": times = "1" } = attributes;
    if (path === undefined) return [];
    const found = valueAt(report, path);
    const isFound = typeof found === "number" && found * Number(times) === Number(value);
    return isFound ? [] : [`${path} holds ${JSON.stringify(found)}, the page says ${value}`];
  });
}

test.each([
  ["a report of every part", aFullReport()],
  ["a small reject", aRejectReport()],
  [
    "a negated drop, and a volume",
    aReport({ manifest: { options: { ...aReport().manifest.options, monthly_requests: 90_000 } } }),
  ],
])("every number of %s stands where it says it does", (_, report) => {
  expect(untraced(report)).toEqual([]);
  const paths = numbersOf(report).filter(({ attributes }) => "data-path" in attributes);
  expect(paths.length).toBeGreaterThan(80);
});

test("a number is traced through names that could be taken for something else", () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      expect(untraced(report)).toEqual([]);
    }),
    { seed: 7, numRuns: 40 },
  );
});

test("a number without a place in a file is marked as worked out", () => {
  const without = numbersOf(aFullReport()).filter(({ attributes }) => !("data-path" in attributes));
  expect(without.length).toBeGreaterThan(0);
  expect(without.every(({ attributes }) => attributes["class"] === "n derived")).toBe(true);
});

test("an estimate is read with its interval and how many it rests on", () => {
  const page = renderHtml(aRejectReport());
  expect(page).toContain(
    '<data value="1.62" data-path="comparison.json#/comparisons/0/p95_complete_ratio" class="n">×1.62</data> <span class="ci">(×1.41 to ×1.84, n=200)</span>',
  );
  // What the file holds as a drop is read as a change.
  expect(page).toContain(
    '<data value="-0.01" data-path="comparison.json#/comparisons/0/gates/0/observed" data-times="-1" class="n">-1.0 pp (-3.0 to +1.0 pp)</data>',
  );
});
