import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { open } from "../support/browser.ts";
import { aSampleRun, type SampleRun } from "../support/sample-run.ts";

let run: SampleRun;
beforeAll(() => {
  run = aSampleRun("support-cheapest");
});
afterAll(() => run.remove());

/** Presses Tab until a link with this target has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, href: string): Promise<void> {
  const MOST_STOPS = 300;
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).href === href) return;
  }
  throw new Error(`${MOST_STOPS} times Tab do not reach ${href}`);
}

/** What has the focus: its target, whether it can be seen to have it, and in which record it is. */
function focused(page: Page) {
  return page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const { top, bottom } = element.getBoundingClientRect();
    return {
      href: element.getAttribute("href"),
      isOutlined: getComputedStyle(element).outlineStyle === "solid",
      isOnScreen: bottom > 0 && top < innerHeight,
      record: element.closest("article")?.id,
    };
  });
}

test("the first stop skips to the report", async (context) => {
  const page = await open(context, run.path("report.html"));
  await page.keyboard.press("Tab");
  expect(await focused(page)).toMatchObject({ href: "#main", isOutlined: true, isOnScreen: true });
});

test("Tab and Enter lead from a new failure to its record, and Back to the list", async (context) => {
  const [failure] = run.comparison.comparisons[0]?.new_failures ?? [];
  const page = await open(context, run.path("report.html"));
  const row = page.locator("#changed tr", { hasText: failure!.record }).first();
  const target = await row.locator("a").first().getAttribute("href");
  // From the heading on: the parts before it have their own stops.
  await page.locator('nav a[href="#changed"]').press("Enter");
  await tabTo(page, target!);
  expect(await focused(page)).toMatchObject({ isOutlined: true, isOnScreen: true });
  await page.keyboard.press("Enter");
  const record = page.locator(target!);
  expect(await record.locator("h3").innerText()).toBe(`Record ${failure!.record}`);
  expect(await record.evaluate((article) => article.getBoundingClientRect().top)).toBeLessThan(900);
  await page.keyboard.press("Tab");
  expect(await focused(page)).toMatchObject({ record: target!.slice(1), isOnScreen: true });
  // The browser's own key for it is not there without a window.
  await page.goBack();
  expect(page.url()).toMatch(/#changed$/);
  await tabTo(page, target!);
});

test("Tab and Enter lead to the pages of all records, through them, and back to the report", async (context) => {
  const page = await open(context, run.path("report.html"));
  await page.locator('nav a[href="#records"]').press("Enter");
  for (const [href, heading] of [
    ["records/index.html", "Records"],
    ["0001.html", "Records, page 1 of 3"],
    ["0002.html", "Records, page 2 of 3"],
    ["../report.html#records", /^REJECT/],
  ] as const) {
    await tabTo(page, href);
    await page.keyboard.press("Enter");
    // The page before has some of the same links: the next key is for the new one.
    const title = page.getByRole("heading", { level: 1, name: heading, exact: true });
    await title.waitFor();
  }
  expect(await page.locator("#records h2").innerText()).toBe("Records");
});
