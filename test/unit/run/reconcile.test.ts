import { expect, test } from "vitest";
import type { Invoice, InvoiceLine, InvoiceMeasure } from "../../../src/core/invoice-line.ts";
import { invoiceModelNames } from "../../../src/run/reconcile/model-names.ts";
import { largestKey, type OurLine, type OurUsage } from "../../../src/run/reconcile/usage-sums.ts";
import { reconcile } from "../../../src/run/reconcile/reconcile.ts";

const USD = 10n ** 24n;

function line(more: Partial<InvoiceLine> = {}): InvoiceLine {
  return { day: "2026-11-21", model: "m", measure: "input_tokens", amount: 1000n, ...more };
}

function ours(lines: readonly Partial<OurLine>[], more: Partial<OurUsage> = {}): OurUsage {
  const all = lines.map((one): OurLine => ({ ...line(one), provider: one.provider }));
  return { lines: all, unknown: [], largest: new Map(), whose: "calls", notes: [], ...more };
}

function invoice(lines: readonly InvoiceLine[], more: Partial<Invoice> = {}): Invoice {
  return {
    lines,
    days: new Set(lines.map(({ day }) => day)),
    measures: new Set(lines.map(({ measure }) => measure)),
    notes: [],
    ...more,
  };
}

test("the same on both sides leaves nothing unexplained", () => {
  const found = reconcile(ours([line()]), invoice([line()]), 0);
  expect(found.status).toBe("within");
  expect(found.rows[0]).toMatchObject({ ours: 1000n, theirs: 1000n, unexplained: 0n });
});

test("an inflated invoice is over the tolerance, and within a wider one", () => {
  const theirs = invoice([line({ amount: 1050n })]);
  expect(reconcile(ours([line()]), theirs, 0.04).status).toBe("over");
  const wide = reconcile(ours([line()]), theirs, 0.05);
  expect(wide.status).toBe("within");
  expect(wide.rows[0]).toMatchObject({ difference: 50n, unexplained: 50n });
});

test("differences of two days do not cancel out", () => {
  const days = ["2026-11-21", "2026-11-22"];
  const mine = days.map((day) => line({ day }));
  const theirs = days.map((day, index) => line({ day, amount: index === 0 ? 900n : 1100n }));
  const found = reconcile(ours(mine), invoice(theirs), 0.05);
  expect(found.totals[0]).toMatchObject({ ours: 2000n, theirs: 2000n, unexplained: 200n });
  expect(found.status).toBe("over");
});

test("what only one side can speak of counts for nothing, and is said", () => {
  const found = reconcile(
    ours([line(), line({ day: "2026-11-25" })]),
    invoice([line(), line({ day: "2026-11-20" }), line({ model: "other" })]),
    0,
  );
  expect(found.status).toBe("within");
  const outside = found.rows.filter(({ isOutside }) => isOutside);
  expect(outside.map(({ day, model, explained }) => [day, model, explained[0]?.by])).toEqual([
    ["2026-11-20", "m", "day_outside_run"],
    ["2026-11-21", "other", "model_never_called"],
    ["2026-11-25", "m", "day_outside_invoice"],
  ]);
});

test("a day within the invoice's span that it leaves out is unexplained", () => {
  const days = ["2026-11-21", "2026-11-22", "2026-11-23"];
  const theirs = invoice([line(), line({ day: "2026-11-23" })]);
  const found = reconcile(ours(days.map((day) => line({ day }))), theirs, 0);
  expect(found.rows.find(({ day }) => day === "2026-11-22")).toMatchObject({
    unexplained: -1000n,
    isOutside: false,
  });
  expect(found.status).toBe("over");
});

test("batches, calls whose end nobody saw and the invoice's own rounding explain what they can", () => {
  const usage = ours([line(), line({ measure: "usd", amount: USD })], {
    unknown: [
      { day: "2026-11-21", model: "m", provider: undefined, calls: 2, atMostYocto: USD / 10n },
    ],
    largest: new Map([[largestKey("m", "input_tokens"), 30n]]),
  });
  const theirs = invoice([
    line({ amount: 1070n }),
    line({ amount: 500n, isBatch: true }),
    line({ measure: "usd", amount: USD + USD / 10n + 3n * 10n ** 21n, roundedBy: 5n * 10n ** 21n }),
  ]);
  const found = reconcile(usage, theirs, 0);
  const explained = (measure: InvoiceMeasure) =>
    found.rows.find((row) => row.measure === measure)?.explained;
  expect(explained("input_tokens")).toEqual([
    { by: "batch_tier", amount: 500n },
    { by: "unknown_outcomes", amount: 60n },
  ]);
  expect(explained("usd")).toEqual([
    { by: "unknown_outcomes", amount: USD / 10n },
    { by: "rounding", amount: 3n * 10n ** 21n },
  ]);
  // 1,570 less 1,000, 500 of batches and at most 60 of two calls of 30.
  expect(found.rows[0]?.unexplained).toBe(10n);
  expect(found.status).toBe("over");
});

test("models are put together by day where the invoice does not tell them apart", () => {
  const found = reconcile(
    ours([line(), line({ model: "n", amount: 500n })]),
    invoice([line({ model: undefined, amount: 1500n })]),
    0,
  );
  expect(found.rows).toHaveLength(1);
  expect(found.status).toBe("within");
  expect(found.notes[0]).toMatch(/does not tell models apart in input_tokens/);
});

test("nothing in common is no reconciliation, and what is not told is said", () => {
  const found = reconcile(ours([line()]), invoice([line({ day: "2026-10-01" })]), 1);
  expect(found.status).toBe("no_overlap");
  const silent = reconcile(ours([line(), line({ measure: "usd" })]), invoice([line()]), 0);
  expect(silent.notes).toEqual(["the invoice does not tell usd"]);
});

test("a model differs by its snapshot's day alone: it is the same where there is just one", () => {
  const names = (mine: readonly string[], told: readonly string[]) =>
    told.map(
      invoiceModelNames(
        mine.map((model) => ({ model })),
        told.map((model) => ({ model })),
      ),
    );
  expect(names(["gpt-5-mini"], ["gpt-5-mini-2025-08-07"])).toEqual(["gpt-5-mini"]);
  expect(names(["a-2025-08-07", "a-2025-09-09"], ["a"])).toEqual(["a"]);
  expect(names(["a"], ["a", "a-20250807"])).toEqual(["a", "a-20250807"]);
});

test("an export of one provider is held against the calls to it alone, and the others are named", () => {
  const mine = [
    { ...line(), provider: "openai" as const },
    { ...line({ model: "n" }), provider: "anthropic" as const },
  ];
  const theirs = invoice([line()], { providers: new Set(["openai"]) });
  const found = reconcile(ours(mine), theirs, 0);
  expect(found.status).toBe("within");
  expect(found.notes).toEqual(["calls to other providers are left out: n"]);
  expect(reconcile(ours(mine), invoice([line()]), 0).status).toBe("over");
});
