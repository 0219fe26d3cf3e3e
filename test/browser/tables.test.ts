import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { open } from "../support/browser.ts";
import { aSampleRun, type SampleRun } from "../support/sample-run.ts";

let run: SampleRun;
beforeAll(() => {
  run = aSampleRun("support-cheapest");
});
afterAll(() => run.remove());

/** A long table of the page, unfolded, and what the script puts before it. */
async function longTable(
  page: Page,
): Promise<{ readonly table: Locator; readonly filter: Locator }> {
  const table = page.locator("#segments table.long");
  const folded = page.locator("#segments details", { has: page.locator("table.long") });
  await folded.locator("summary").click();
  return { table, filter: folded.getByRole("searchbox", { name: "Filter" }) };
}

const firstCells = (table: Locator): Promise<readonly string[]> =>
  table.locator("tbody tr:visible > :first-child").allInnerTexts();

test("a filter keeps the rows that hold it, says how many, and stays in the address", async (context) => {
  const page = await open(context, run.path("report.html"));
  const { table, filter } = await longTable(page);
  const all = await firstCells(table);
  await filter.fill("Locale=");
  const shown = await firstCells(table);
  expect(shown).toEqual(all.filter((name) => name.startsWith("locale=")));
  expect(shown.length).toBeGreaterThan(1);
  await page.getByText(`${shown.length} of ${all.length} rows`).waitFor();
  await page.reload();
  const again = await longTable(page);
  expect(await again.filter.inputValue()).toBe("Locale=");
  expect(await firstCells(again.table)).toEqual(shown);
  await again.filter.fill("");
  expect(await firstCells(again.table)).toEqual(all);
});

test("a filter of markup and of reserved characters is text", async (context) => {
  const page = await open(context, run.path("report.html"));
  const { table, filter } = await longTable(page);
  const text = '<img src=x onerror="alert(1)">;a=b&c#d%';
  await filter.fill(text);
  expect(await firstCells(table)).toEqual([]);
  await page.reload();
  expect(await (await longTable(page)).filter.inputValue()).toBe(text);
});

test("a column is sorted by its numbers, up and down, and says so", async (context) => {
  const page = await open(context, run.path("report.html"));
  const { table } = await longTable(page);
  const head = table.getByRole("columnheader", { name: "pairs" });
  const column = await head.evaluate((cell) => (cell as HTMLTableCellElement).cellIndex + 1);
  const pairs = async (): Promise<readonly number[]> =>
    (await table.locator(`tbody td:nth-child(${column})`).allInnerTexts()).map(Number);
  const unsorted = await pairs();
  for (const [order, sign] of [
    ["ascending", 1],
    ["descending", -1],
  ] as const) {
    await head.getByRole("button").click();
    expect(await head.getAttribute("aria-sort")).toBe(order);
    expect(await pairs()).toEqual(unsorted.toSorted((left, right) => sign * (left - right)));
  }
});
