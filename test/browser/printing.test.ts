import { afterAll, beforeAll, expect, test } from "vitest";
import { open } from "../support/browser.ts";
import { aSampleRun, type SampleRun } from "../support/sample-run.ts";

let run: SampleRun;
beforeAll(() => {
  run = aSampleRun("support-cheapest");
});
afterAll(() => run.remove());

test("what is folded away on the screen is printed, on white", async (context) => {
  const page = await open(context, run.path("report.html"), { colours: "dark" });
  const folded = page.locator("details:not([open]) > :not(summary)");
  expect(await folded.count()).toBeGreaterThan(0);
  expect(await folded.first().isVisible()).toBe(false);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const unprinted = await folded.evaluateAll((parts) =>
    parts
      .filter((part) => !part.checkVisibility() || part.getBoundingClientRect().height === 0)
      .map(({ outerHTML }) => outerHTML.slice(0, 80)),
  );
  expect(unprinted).toEqual([]);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
    "rgb(255, 255, 255)",
  );
  expect(await page.locator(".page-nav").isVisible()).toBe(false);
});

test("the page prints to a file of several sheets", async (context) => {
  const page = await open(context, run.path("report.html"));
  const pdf = await page.pdf({ format: "A4" });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  const sheets = pdf.toString("latin1").match(/\/Type ?\/Page\b/g) ?? [];
  expect(sheets.length).toBeGreaterThan(2);
});
