import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { open } from "../support/browser.ts";
import { hostileTexts, plainTexts } from "../support/hostile-texts.ts";
import { aRunOfTexts, type RunOfTexts } from "../support/run-of-texts.ts";

let hostile: RunOfTexts;
let plain: RunOfTexts;
beforeAll(() => {
  hostile = aRunOfTexts(hostileTexts);
  plain = aRunOfTexts(plainTexts);
});
afterAll(() => {
  hostile.remove();
  plain.remove();
});

/** Every page of a run, the report first, by its name within the folder. */
function pagesOf({ folder }: RunOfTexts): readonly string[] {
  const records = join(folder, "records");
  const files = existsSync(records) ? readdirSync(records).toSorted() : [];
  return ["report.html", ...files.map((name) => join("records", name))];
}

/** What a page is made of: each element with its attributes, once; handlers and styles among them. */
function partsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const parts = [...document.querySelectorAll("*")].flatMap((element) => [
      `<${element.localName}>`,
      ...element.getAttributeNames().map((name) => `<${element.localName} ${name}>`),
    ]);
    return [...new Set(parts)].toSorted();
  });
}

/** Targets of a page that are neither a place on it nor a file beside it. */
function foreignTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("[href], [src], [action], [srcdoc], [data]")]
      .flatMap((element) =>
        ["href", "src", "action", "srcdoc", "data"].map((name) => element.getAttribute(name)),
      )
      .filter(
        (target) => target !== null && !/^(?:#|(?:\.\.\/)?[\w./-]+\.html(?:#|$))/.test(target),
      ),
  ) as Promise<readonly string[]>;
}

test.for([true, false])(
  "with hostile texts in every field nothing runs and nothing is asked for, scripts %s",
  async (hasScripts, context) => {
    for (const name of pagesOf(hostile)) {
      const look = { hasScripts, folder: hostile.folder };
      const page = await open(context, join(hostile.folder, name), look);
      // Handlers of focus and of unfolding get their chance.
      await page.locator("details").evaluateAll((all) =>
        all.forEach((folded) => {
          (folded as HTMLDetailsElement).open = true;
        }),
      );
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => (window as { __ran?: number }).__ran)).toBeUndefined();
      expect(await foreignTargets(page)).toEqual([]);
      expect(page.url()).toContain(name);
    }
  },
);

test("hostile texts add no element and no attribute to a page", async (context) => {
  for (const [index, name] of pagesOf(hostile).entries()) {
    const folder = hostile.folder;
    const attacked = await partsOf(await open(context, join(folder, name), { folder }));
    const same = pagesOf(plain)[index] ?? "";
    const harmless = await partsOf(
      await open(context, join(plain.folder, same), { folder: plain.folder }),
    );
    expect(attacked.filter((part) => !harmless.includes(part))).toEqual([]);
  }
});

test("hostile texts can be read on the page, what cannot be seen as its code", async (context) => {
  const page = await open(context, join(hostile.folder, "report.html"));
  expect(await page.title()).toContain("REJECT: </svg><svg onload=");
  expect(await page.locator("body").innerText()).toContain("<script>window.__ran=1</script>");
});
