import { createHash } from "node:crypto";
import { XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { renderHtml } from "../../../../src/reports/html/report-page.ts";
import { script } from "../../../../src/reports/html/script.ts";
import { style } from "../../../../src/reports/html/style.ts";
import { aFullReport } from "../a-full-report.ts";
import { aGate, aMetrics, aPolicy, aRejectReport, aReport } from "../a-run-report.ts";
import { hostileReport } from "../hostile-report.ts";
import { elementsOf } from "./page-parts.ts";

const page = renderHtml(aRejectReport());
const full = renderHtml(aFullReport());

/** `element attribute`, of everything on a page. */
function shapesOf(markup: string): ReadonlySet<string> {
  return new Set(
    elementsOf(markup).flatMap(({ name, attributes }) => [
      name,
      ...Object.keys(attributes).map((attribute) => `${name} ${attribute}`),
    ]),
  );
}

test("the policy of the page stands right after its charset and allows just its own style and script", () => {
  const hash = (element: string) => {
    const inside = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(page)?.[1] ?? "";
    return `'sha256-${createHash("sha256").update(inside).digest("base64")}'`;
  };
  expect(page).toMatch(
    /^<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8" \/>\n<meta http-equiv="Content-Security-Policy"/,
  );
  expect(page).toContain(
    `content="default-src 'none'; style-src ${hash("style")}; script-src ${hash("script")}; base-uri 'none'; form-action 'none'"`,
  );
  expect(page).toContain('<meta name="referrer" content="no-referrer" />');
});

test("a page of a run that was priced anew says how to get it again at those prices", () => {
  const again = (told: string | null, read: string) => {
    const { manifest } = aReport();
    const inputs = [...manifest.inputs, { role: "prices" as const, path: read, sha256: "ef56" }];
    const options = { ...manifest.options, prices: told };
    const priced = renderHtml(aReport({ manifest: { inputs, options } }));
    const command = /This page, again from the kept run: <code[^>]*>(.*?)<\/code>/.exec(
      priced,
    )?.[1];
    // As it is copied: what keeps words together on the page is no part of it.
    return command?.replaceAll(/<[^>]*>/g, "");
  };
  expect(again(null, "new.yaml")).toMatch(/report \S+ --prices new\.yaml --format html$/);
  expect(again("old.yaml", "new.yaml")).toMatch(/report \S+ --prices new\.yaml --format html$/);
  expect(again("old.yaml", "old.yaml")).toMatch(/report \S+ --format html$/);
});

test("style and script are small, hold nothing that XML would read, and no address", () => {
  expect(style + script).not.toMatch(/[<&]|https?:|url\(|@import/);
  expect(Buffer.byteLength(script)).toBeLessThan(6_000);
});

test("the title says the verdict and whom it is about", () => {
  expect(page).toContain("<title>REJECT: cheap-first vs prod · routeproof</title>");
  expect(page.match(/<h1>/g)).toHaveLength(1);
});

test("a page with every part is well-formed; its anchors are unique and every link has one", () => {
  expect(XMLValidator.validate(full)).toBe(true);
  const elements = elementsOf(full);
  const ids = elements.flatMap(({ attributes }) => attributes["id"] ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  const links = elements.flatMap(({ attributes }) => attributes["href"] ?? []);
  expect(links.filter((link) => !ids.includes(link.replace(/^#/, "")))).toEqual([]);
  const named = elements.flatMap(
    ({ attributes }) => attributes["aria-labelledby"]?.split(" ") ?? [],
  );
  expect(named.filter((id) => !ids.includes(id))).toEqual([]);
});

test("every heading of report.md's sections stands on a page with every part", () => {
  const titles = [...full.matchAll(/<h2[^>]*>([^<]*)<\/h2>/g)].map(([, title]) => title);
  expect(titles).toEqual([
    "Answers by reader",
    "Gates",
    "Against an earlier run",
    "Stopped early",
    "Can this run be trusted?",
    "Cost against quality",
    "Cost",
    "Latency",
    "Policies",
    "What the log can tell",
    "Where the policies part from the log",
    "Where records and money went",
    "Segments",
    "What went wrong",
    "Errors and endings",
    "Providers and routes",
    "Is this like the log?",
    "Intents",
    "Gateways",
    "Timeline",
    "Ceilings that were reached",
    "References",
    "Labels: expected against answered",
    "What changed, record by record",
    "Reproduce",
    "Decision log",
    "Definitions and method",
  ]);
  const within = [...full.matchAll(/<h3[^>]*>([^<]*)<\/h3>/g)].map(([, title]) => title);
  for (const title of ["Projection", "Not in these numbers", "Response time from arrival"]) {
    expect(within).toContain(title);
  }
});

test("whatever the data says, the page is well-formed and has no markup but its own", () => {
  const own = new Set([...shapesOf(full), ...shapesOf(page)]);
  fc.assert(
    fc.property(hostileReport, (report) => {
      const hostile = renderHtml(report);
      expect(XMLValidator.validate(hostile)).toBe(true);
      expect([...shapesOf(hostile)].filter((shape) => !own.has(shape))).toEqual([]);
      expect(renderHtml(report)).toBe(hostile);
    }),
    { seed: 7, numRuns: 60 },
  );
  expect([...own].filter((shape) => / (?:style|on\w+|src)$/.test(shape))).toEqual([]);
});

test("what is not there is said, never shown as code would show it", () => {
  for (const markup of [page, full]) {
    const text = elementsOf(markup)
      .map((element) => element.text + Object.values(element.attributes).join(" "))
      .join("\n");
    expect(text).not.toMatch(/NaN|undefined|Infinity|\[object|\bnull\b/);
  }
});

test("ten candidates with 500 segments make a page below two megabytes that says what it leaves out", () => {
  const names = Array.from({ length: 10 }, (_, place) => `candidate-${place}`);
  const values = Array.from({ length: 500 }, (_, place) => `${"value ".repeat(10)}${place}`);
  const segments = { intent: Object.fromEntries(values.map((value) => [value, aMetrics()])) };
  const gates = values.map((value) => aGate({ id: `acceptance_rate max_drop 0.05 [${value}]` }));
  const one = aReport({ pair: { gates } });
  const [pair] = one.comparison.comparisons;
  const report = {
    ...one,
    comparison: {
      ...one.comparison,
      candidates: names,
      policies: Object.fromEntries(["prod", ...names].map((name) => [name, aPolicy({ segments })])),
      comparisons: names.map((candidate) => ({ ...pair!, candidate })),
    },
  };
  const large = renderHtml(report);
  expect(Buffer.byteLength(large)).toBeLessThan(2_000_000);
  expect(large).toContain("475 more gates in comparison.json.");
});
