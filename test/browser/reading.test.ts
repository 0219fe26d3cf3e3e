import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { open } from "../support/browser.ts";
import { aSampleRun, type SampleRun } from "../support/sample-run.ts";

let run: SampleRun;
beforeAll(() => {
  run = aSampleRun("support-cheapest");
});
afterAll(() => run.remove());

const looks = [true, false].flatMap((hasScripts) =>
  (["light", "dark"] as const).flatMap((colours) =>
    [320, 1280].map((widthPx) => ({ hasScripts, colours, widthPx })),
  ),
);

test.for(looks)(
  "scripts $hasScripts, $colours, $widthPx px: the heading is the verdict, nothing scrolls sideways",
  async (look, context) => {
    const page = await open(context, run.path("report.html"), look);
    expect(await page.title()).toMatch(/^REJECT: support_cheapest vs support_baseline/);
    expect(await page.locator("h1").allInnerTexts()).toEqual([expect.stringContaining("REJECT")]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(look.widthPx);
    expect(await cutOff(page)).toEqual([]);
    expect(await pageIsDark(page)).toBe(look.colours === "dark");
  },
);

test.for(["records/index.html", "records/0003.html"])(
  "on a telephone %s does not scroll sideways",
  async (name, context) => {
    const look = { widthPx: 320, folder: run.folder };
    const page = await open(context, run.path(name), look);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await cutOff(page)).toEqual([]);
  },
);

test("every link of the page leads somewhere", async (context) => {
  const page = await open(context, run.path("report.html"));
  const targets = await page.evaluate(() =>
    [...document.querySelectorAll("a")].map((link) => link.getAttribute("href") ?? ""),
  );
  expect(targets.length).toBeGreaterThan(50);
  const missing = await page.evaluate(
    (anchors) => anchors.filter((anchor) => document.getElementById(anchor.slice(1)) === null),
    targets.filter((target) => target.startsWith("#")),
  );
  expect(missing).toEqual([]);
  for (const target of new Set(targets.filter((each) => !each.startsWith("#")))) {
    const [file = "", anchor] = target.split("#");
    const text = readFileSync(run.path(file), "utf8");
    if (anchor !== undefined) expect(text).toContain(`id="${anchor}"`);
  }
});

test("without scripts the page says the same as with them", async (context) => {
  const [withScripts, without] = await Promise.all(
    [true, false].map((hasScripts) => open(context, run.path("report.html"), { hasScripts })),
  );
  expect(await textsOf(without!)).toEqual(await textsOf(withScripts!));
  expect(await without!.locator("main [hidden]").count()).toBe(0);
});

/** The page's texts in their order, but for the tools that the script adds. */
function textsOf(page: Page): Promise<readonly string[]> {
  return page.locator("main").evaluate((main) => {
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (texts.nextNode()) {
      const { parentElement, textContent } = texts.currentNode;
      const text = textContent?.trim() ?? "";
      if (text !== "" && parentElement?.closest(".tools, .sort") === null) found.push(text);
    }
    return found;
  });
}

/** Elements that stand out of the page at its right, but for what scrolls by itself. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main *")]
      .filter((element) => element.closest(".scroll") === null && element.closest("svg") === null)
      .filter(({ className }) => className !== "scroll")
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
      .map(({ tagName, textContent }) => `${tagName} ${textContent.slice(0, 40)}`),
  );
}

async function pageIsDark(page: Page): Promise<boolean> {
  const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return red + green + blue < 3 * 128;
}
