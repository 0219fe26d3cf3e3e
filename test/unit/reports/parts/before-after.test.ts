import { expect, test } from "vitest";
import { derived } from "../../../../src/reports/number-spans.ts";
import { beforeAfter } from "../../../../src/reports/parts/before-after.ts";
import { wordsHtml } from "../../../../src/reports/html/words-html.ts";

const text = (...of: Parameters<typeof beforeAfter>): string =>
  String(wordsHtml(beforeAfter(...of))).replace(/<[^>]+>/g, "");

test("a number stands before and after, with its change", () => {
  const [before, after, change] = [200, 150, 0.75].map((value) => derived(value, "count"));
  expect(text(before!, after!)).toBe("200 → 150");
  expect(text(before!, after!, change)).toMatch(/^200 → 150, /);
});

test("what nobody knows of either is said once, and of one side alone where it stands", () => {
  const unknown = derived(null, "usd", "unknown cost");
  expect(text(unknown, unknown, unknown)).toBe("n/a (unknown cost) before and after");
  expect(text(derived(200, "count"), unknown)).toBe("200 → n/a (unknown cost)");
});
