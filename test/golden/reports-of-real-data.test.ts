import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shownNumbers, traced, type ShownNumber } from "../support/page-numbers.ts";
import {
  arenaRoutes,
  arenaTable,
  bfclRoutes,
  bfclTable,
  gsm8kTable,
  usualGates,
  type RealTable,
} from "../support/real-tables.ts";
import { routeproof } from "../support/routeproof.ts";
import { hasSharedData, sharedData } from "../support/shared-data.ts";

interface ExpectedMetrics {
  readonly records: number;
  readonly acceptance_rate: { readonly value: number };
  readonly cost?: { readonly per_accepted_usd: number };
  readonly latency?: { readonly p95_ms: number };
}

interface ExpectedPair {
  readonly baseline_only: number;
  readonly candidate_only: number;
  readonly acceptance_rate_difference: number;
}

/** What a plain script found in the same tables, beside them. */
const expected = hasSharedData
  ? (JSON.parse(readFileSync(join(sharedData, "expected.json"), "utf8")) as {
      readonly datasets: Readonly<
        Record<string, { readonly policies: Readonly<Record<string, ExpectedMetrics>> }>
      >;
    })
  : undefined;

const reports = [
  {
    name: "gsm8k",
    open: gsm8kTable,
    baseline: "strong",
    candidate: "weak",
    pair: "weak_against_strong",
  },
  {
    name: "routerarena",
    open: arenaTable,
    baseline: arenaRoutes.claude,
    candidate: arenaRoutes.gemini,
    pair: "gemini_against_claude",
  },
  {
    name: "bfcl",
    open: bfclTable,
    baseline: bfclRoutes.large,
    candidate: bfclRoutes.mini,
    pair: "mini_against_4o",
  },
] as const;

describe.skipIf(expected === undefined)("pages of real tables", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "routeproof-pages-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function pageOf(name: string, table: RealTable, baseline: string, candidate: string): string {
    const out = join(folder, name);
    if (existsSync(out)) return readFileSync(join(out, "report.html"), "utf8");
    const done = routeproof([
      "run",
      `--dataset=${table.dataset}`,
      `--baseline=${table.pinned(baseline)}`,
      `--candidate=${table.pinned(candidate, usualGates)}`,
      `--out=${out}`,
    ]);
    expect([0, 100, 101]).toContain(done.code);
    return readFileSync(join(out, "report.html"), "utf8");
  }

  test.for(reports)(
    "$name: the headline figures are those of a plain script, and every number can be traced",
    ({ name, open, baseline, candidate, pair }) => {
      const page = pageOf(name, open(folder), baseline, candidate);
      const figures = expected!.datasets[name]!;
      const headline = shownNumbers(page.slice(page.indexOf("<h1>"), page.indexOf("</header>")));
      for (const policy of [baseline, candidate]) {
        const { acceptance_rate: rate, cost, latency } = figures.policies[policy]!;
        const at = (path: string) => `comparison.json#/policies/${policy}/overall/${path}`;
        shows(headline, at("acceptance_rate"), rate.value, `${(100 * rate.value).toFixed(1)}%`);
        shows(headline, at("cost/per_accepted_usd"), cost?.per_accepted_usd, dollars);
        shows(headline, at("latency/p95_ms"), latency?.p95_ms, milliseconds);
      }
      const changed = (figures as unknown as Record<string, ExpectedPair>)[pair]!;
      const points = 100 * changed.acceptance_rate_difference;
      const at = "comparison.json#/comparisons/0";
      const sign = points > 0 ? "+" : "";
      shows(
        headline,
        `${at}/acceptance_rate_difference`,
        changed.acceptance_rate_difference,
        `${sign}${points.toFixed(1)} pp`,
      );
      const numbers = shownNumbers(page);
      shows(numbers, `${at}/changed/baseline_only`, changed.baseline_only, String);
      shows(numbers, `${at}/changed/candidate_only`, changed.candidate_only, String);
      expect(numbers.length).toBeGreaterThan(100);
      const files = ["comparison.json", "run.json"].map(
        (file) => [file, JSON.parse(readFileSync(join(folder, name, file), "utf8"))] as const,
      );
      const lost = numbers.filter((number) => !traced(number, new Map(files)));
      expect(lost).toEqual([]);
    },
  );

  test("the page of BFCL shows the slower p95 at a glance: both with whiskers, and the ratio between", () => {
    const { large, mini } = bfclRoutes;
    const page = pageOf("bfcl", bfclTable(folder), large, mini);
    const because = /<h1>.*?<\/h1>\n<p>(.*?)<\/p>/s.exec(page)?.[1];
    // Names may break on the page where their parts meet.
    expect(because?.replaceAll("<wbr />", "")).toContain("p95_complete_ms rose");
    const section = page.slice(page.indexOf('<section id="latency"'));
    const curves = section.indexOf('<svg class="chart"');
    const drawing = section.slice(curves, section.indexOf("</svg>", curves));
    const p95 = [large, mini].map(
      (route) => expected!.datasets["bfcl"]!.policies[route]!.latency!.p95_ms,
    );
    const whiskers = [...drawing.matchAll(/<path class="whisker" d="M([\d.]+),([\d.]+)H([\d.]+)/g)];
    const marks = whiskers.map(([, from, y, to]) => ({ from: Number(from), y, to: Number(to) }));
    const [before, after, between] = marks;
    // The baseline's interval ends before the candidate's begins, on one line of the axis.
    expect(before!.y).toBe(after!.y);
    expect(before!.to).toBeLessThan(after!.from);
    const [left, right] = p95.map((ms) => placeOnLogAxis(drawing, ms));
    expect(between!.from).toBeCloseTo(left!, 1);
    expect(between!.to).toBeCloseTo(right!, 1);
    const ratio = (p95[1]! / p95[0]!).toPrecision(4);
    expect(drawing).toMatch(new RegExp(`>p95 ×${ratio} \\(×[\\d.]+ to ×[\\d.]+\\)<`));
  });
});

/** Fails unless each place of the file that is shown has this value, and is read as this text. */
function shows(
  numbers: readonly ShownNumber[],
  path: string,
  value: number | undefined,
  text: string | ((value: number) => string),
): void {
  if (value === undefined) return;
  const found = numbers.filter((number) => number.path === path);
  if (found.length === 0) throw new Error(`${path} is not on the page`);
  for (const shown of found) {
    expect(Math.abs(shown.value - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value));
    expect(shown.text).toBe(typeof text === "string" ? text : text(value));
  }
}

function dollars(usd: number): string {
  return `$${Number(usd.toPrecision(4)).toFixed(10).replace(/0+$/, "")}`;
}

function milliseconds(ms: number): string {
  return `${Math.round(ms)
    .toString()
    .replace(/\B(?=(\d{3})+$)/, ",")} ms`;
}

/** Where a time is on the axis, from two of its labelled lines. */
function placeOnLogAxis(drawing: string, ms: number): number {
  const labels = [...drawing.matchAll(/x="([\d.]+)"[^>]*>([\d,]+) ms</g)].map(([, x, label]) => ({
    x: Number(x),
    log: Math.log(Number(label?.replaceAll(",", ""))),
  }));
  const [first, last] = [labels[0]!, labels.at(-1)!];
  const slope = (last.x - first.x) / (last.log - first.log);
  return first.x + slope * (Math.log(ms) - first.log);
}
