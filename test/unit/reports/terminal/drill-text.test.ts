import fc from "fast-check";
import { expect, test } from "vitest";
import type { DrillReport, DrillRow } from "../../../../src/core/drill-report.ts";
import { displayWidth } from "../../../../src/reports/display-width.ts";
import { drillJson } from "../../../../src/reports/drill-json.ts";
import { drillSentence, renderDrill } from "../../../../src/reports/terminal/drill-text.ts";

const aRow = (over: Partial<DrillRow> = {}): DrillRow => ({
  kind: "retry",
  id: "fallback.retry_same_route_once: rate_limit",
  promised: "the same route is called once more, and not a third time",
  place: "p.yaml:7:3",
  seen: "rate_limit, then an answer: first main: rate_limit; retry main; answered",
  status: "pass",
  because: "",
  drills: 2,
  ...over,
});

const aReport = (rows: readonly DrillRow[], over: Partial<DrillReport> = {}): DrillReport => ({
  policy: "helpdesk",
  file: "p.yaml",
  version: "sha256:0",
  against: "engine",
  standIns: [],
  rows,
  ...over,
});

const undrilled = aRow({
  kind: "reconciliation",
  id: "reconciliation",
  promised: "finance reconciles",
  place: undefined,
  seen: "",
  status: "not_drilled",
  because: "it needs an invoice",
  drills: 0,
});

const failed = aRow({ status: "fail", because: "call 2 had to be retry main, and there was none" });

test("at 60 columns: promised beside seen, folded, and what differs below it", () => {
  const text = renderDrill(aReport([aRow(), failed, undrilled]), { width: 60, colour: false });
  expect(text).toBe(`helpdesk: 1 of 2 promises kept, 1 of 2 written transitions
among them; 1 not drilled

      promised                    seen

pass  fallback.retry_same_route_  rate_limit, then an
      once: rate_limit            answer: first main:
      the same route is called    rate_limit; retry main;
      once more, and not a third  answered (and 1 more)
      time

FAIL  fallback.retry_same_route_  rate_limit, then an
      once: rate_limit            answer: first main:
      the same route is called    rate_limit; retry main;
      once more, and not a third  answered
      time                        call 2 had to be retry
                                  main, and there was none

–     reconciliation              not drilled: it needs an
      finance reconciles          invoice
`);
});

test("whatever a policy calls its routes, no line is wider and none acts on a terminal", () => {
  const hostile = fc.oneof(
    fc.constantFrom("\u001b[2J", "\r\n::error::x", "##[error]x", "\u202eevil", "", "x".repeat(900)),
    fc.string({ unit: "binary", maxLength: 40 }),
  );
  fc.assert(
    fc.property(hostile, hostile, fc.integer({ min: 40, max: 140 }), (name, words, width) => {
      const rows = [aRow({ id: name, seen: words }), aRow({ status: "fail", because: name })];
      const report = aReport(rows, { policy: name, standIns: [words] });
      const text = renderDrill(report, { width, colour: false });
      for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e]|##\[/u);
    }),
    { seed: 20261125, numRuns: 200 },
  );
});

test("colours are only there where they are wanted", () => {
  const text = renderDrill(aReport([failed]), { width: 80, colour: true });
  expect(text).toContain("\u001b[31mFAIL");
  expect(renderDrill(aReport([failed]), { width: 80, colour: false })).not.toContain("\u001b");
});

test("a gateway's sentence says who kept them", () => {
  expect(drillSentence(aReport([aRow()], { against: "gateway" }))).toBe(
    "helpdesk: 1 of 1 promises kept by the gateway, 1 of 1 written transitions among them",
  );
});

test("the JSON holds the same rows, by fields", () => {
  expect(JSON.parse(drillJson([aReport([failed, undrilled], { version: undefined })]))).toEqual({
    drills: [
      {
        policy: "helpdesk",
        file: "p.yaml",
        version: null,
        against: "engine",
        stand_ins: [],
        written_transitions: 1,
        rows: [
          {
            kind: "retry",
            id: failed.id,
            promised: failed.promised,
            place: "p.yaml:7:3",
            is_written_transition: true,
            injected: 2,
            seen: failed.seen,
            status: "fail",
            because: failed.because,
          },
          {
            kind: "reconciliation",
            id: "reconciliation",
            promised: "finance reconciles",
            place: null,
            is_written_transition: false,
            injected: 0,
            seen: "",
            status: "not_drilled",
            because: "it needs an invoice",
          },
        ],
      },
    ],
  });
});
