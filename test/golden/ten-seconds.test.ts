import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "../../src/core/comparison.ts";
import { open } from "../support/browser.ts";
import { projectRoot, routeproof, type Finished } from "../support/routeproof.ts";

/**
 * What each reader asks first, and whether ten seconds are enough to see it: on the first screen of
 * the page, in the first lines of report.md, in the first rows of the sheet. The night before, the
 * policy was promoted; since then somebody sends everything to a small model.
 */
const SCREEN = { widthPx: 1280, heightPx: 900 };
const FIRST_LINES = 5;
const FIRST_ROWS = 3;

let place = "";
let comparison: Comparison;
let lastNight = "";
const read = (name: string): string => readFileSync(join(place, "tonight", name), "utf8");

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "routeproof-seconds-"));
  symlinkSync(join(projectRoot, "datasets"), join(place, "datasets"));
  cpSync(join(projectRoot, "policies"), join(place, "policies"), { recursive: true });
  endedWith(0, nightly("last-night"));
  lastNight = String(
    (JSON.parse(readFileSync(join(place, "last-night/run.json"), "utf8")) as { run_id: string })
      .run_id,
  );
  const approval = ["--approved-by=Ana Ruiz", "--why=cheaper at the same acceptance"];
  endedWith(0, routeproof(["promote", "last-night", ...approval], { cwd: place }));
  const policy = join(place, "policies/support-by-risk.yaml");
  const text = readFileSync(policy, "utf8");
  writeFileSync(policy, text.replaceAll(/(?:balanced|fast)_support_route/g, "tiny_support_route"));
  const more = ["--baseline-run=last-green", "--monthly-requests=2000000"];
  endedWith(100, nightly("tonight", ...more));
  comparison = JSON.parse(read("comparison.json")) as Comparison;
}, 120_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

function nightly(out: string, ...more: readonly string[]): Finished {
  return routeproof(
    [
      "run",
      "--dataset=datasets/support-triage.dataset.yaml",
      "--baseline=policies/support-baseline.yaml",
      "--candidate=policies/support-by-risk.yaml",
      `--out=${out}`,
      ...more,
    ],
    { cwd: place },
  );
}

function endedWith(wanted: number, { code, stderr }: Finished): void {
  if (code !== wanted) throw new Error(`exit ${code} in place of ${wanted}: ${stderr}`);
}

interface Question {
  readonly asked: string;
  /** What an answer says, in whatever words stand around it. */
  readonly answer: () => RegExp;
  /** Where it is on the page: a part of the first screen. */
  readonly isOnPageOnly?: boolean;
}

const overall = (policy: string) => comparison.policies[policy]!.overall;
const pair = () => comparison.comparisons[0]!;
const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** Dollars as people read them: cents and thousands from ten dollars on, below four digits that count. */
function dollars(usd: number | null): string {
  if (usd! >= 10) return literal(`$${usd!.toFixed(2).replace(/\B(?=(\d{3})+\.)/, ",")}`);
  return literal(`$${Number(usd!.toPrecision(4)).toFixed(10).replace(/0+$/, "")}`);
}

function worstSegment(): string {
  const [before, after] = ["support_baseline", "support_by_risk"].map(
    (policy) => comparison.policies[policy]!.segments,
  );
  const losses = Object.entries(before!).flatMap(([tag, values]) =>
    Object.entries(values).map(([value, { records, acceptance_rate: rate }]) => ({
      name: `${tag}=${value}`,
      records,
      change: after![tag]![value]!.acceptance_rate.value! - rate.value!,
    })),
  );
  const large = losses.filter(({ records }) => records >= 30);
  return large.toSorted((left, right) => left.change - right.change)[0]!.name;
}

const perAccepted = (policy: string) => overall(policy).cost.per_accepted_usd;
const month = (policy: string) => dollars(2_000_000 * overall(policy).cost.per_request_usd!);

const questions: readonly Question[] = [
  { asked: "engineer: did it pass", answer: () => /REJECT/ },
  {
    asked: "engineer: which gate",
    answer: () => new RegExp(literal(pair().gates.find(({ status }) => status === "fail")!.id)),
  },
  { asked: "engineer: which segment", answer: () => new RegExp(literal(worstSegment())) },
  {
    asked: "engineer: which record shows it",
    answer: () => new RegExp(`show \\S+ ${literal(pair().new_failures![0]!.record)}`),
  },
  { asked: "CI: red, yellow or green", answer: () => /\bred\b/ },
  { asked: "CI: the exit code", answer: () => /exit code 100/ },
  {
    asked: "CI: our regression or the provider's",
    answer: () => /ours \d+ → \d+, the provider's \d+ → \d+/,
  },
  { asked: "CI: what changed since last night", answer: () => new RegExp(literal(lastNight)) },
  { asked: "CI: where is the artefact", answer: () => /Run folder: `?tonight/ },
  {
    asked: "finance: cost per accepted outcome before and after",
    answer: () =>
      new RegExp(
        `${dollars(perAccepted("support_baseline").value)} \\([^)]*\\) → ${dollars(perAccepted("support_by_risk").value)}`,
      ),
  },
  {
    asked: "finance: how sure",
    answer: () =>
      new RegExp(
        `${dollars(perAccepted("support_by_risk").lower)} to ${dollars(perAccepted("support_by_risk").upper)}, n=240`,
      ),
  },
  {
    asked: "finance: the total per month at our volume",
    answer: () =>
      new RegExp(
        `2,000,000 requests[^.]*: ${month("support_baseline")} → ${month("support_by_risk")}`,
      ),
  },
  { asked: "finance: what is not in the number", answer: () => /taxes, discounts/ },
  { asked: "approver: who signed last time", answer: () => /Ana Ruiz/, isOnPageOnly: true },
  {
    asked: "approver: was anything overridden",
    answer: () => /nothing was overridden/i,
    isOnPageOnly: true,
  },
];

test.for(questions)("the first screen of the page answers, $asked", async ({ answer }, context) => {
  const page = await open(context, join(place, "tonight/report.html"), SCREEN);
  const found = page.locator("h1, h1 ~ *, li, p").filter({ hasText: answer() });
  const boxes = await Promise.all((await found.all()).map((element) => element.boundingBox()));
  const ends = boxes.map((box) => (box === null ? Infinity : box.y + box.height));
  expect(Math.min(...ends)).toBeLessThanOrEqual(SCREEN.heightPx);
});

describe("report.md", () => {
  test.for(questions.filter(({ isOnPageOnly }) => isOnPageOnly !== true))(
    "its first five lines answer, $asked",
    ({ answer }) => {
      const lines = read("report.md").split("\n").slice(0, FIRST_LINES);
      expect(lines.join("\n")).toMatch(answer());
    },
  );
});

test("the first three rows of unit_economics.csv answer finance, before and after", () => {
  const rows = parse<Record<string, string>>(read("unit_economics.csv"), { columns: true });
  const [before, after] = rows.slice(0, FIRST_ROWS - 1);
  for (const [row, policy] of [
    [before, "support_baseline"],
    [after, "support_by_risk"],
  ] as const) {
    const { value, lower, upper, n } = perAccepted(policy);
    expect(row).toMatchObject({ policy, dimension: "overall", monthly_requests: "2000000" });
    expect(Number(row?.["cost_per_accepted_usd"])).toBe(value);
    expect([row?.["ci_low"], row?.["ci_high"], row?.["n"]].map(Number)).toEqual([lower, upper, n]);
    const monthly = 2_000_000 * overall(policy).cost.per_request_usd!;
    expect(Number(row?.["monthly_cost_usd"])).toBeCloseTo(monthly, 9);
  }
});
