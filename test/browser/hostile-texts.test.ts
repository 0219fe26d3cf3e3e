import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
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

/** Every page of a run: the report, the pages of its records, and the one on its history. */
function pagesOf({ folder, history }: RunOfTexts): readonly string[] {
  const records = readdirSync(join(folder, "records")).toSorted();
  return [
    join(folder, "report.html"),
    ...records.map((name) => join(folder, "records", name)),
    history,
  ];
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
    for (const file of pagesOf(hostile)) {
      const page = await open(context, file, { hasScripts, folder: dirname(hostile.history) });
      // Handlers of focus and of unfolding get their chance.
      await page.locator("details").evaluateAll((all) =>
        all.forEach((folded) => {
          (folded as HTMLDetailsElement).open = true;
        }),
      );
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => (window as { __ran?: number }).__ran)).toBeUndefined();
      expect(await foreignTargets(page)).toEqual([]);
      expect(page.url()).toBe(pathToFileURL(file).href);
    }
  },
);

/** Where the parts of a name meet it may break, and harmless texts have no such place. */
const MAY_BREAK = "<wbr>";

test("hostile texts add no element and no attribute to a page", async (context) => {
  const same = pagesOf(plain);
  for (const [index, file] of pagesOf(hostile).entries()) {
    const attacked = await partsOf(await open(context, file));
    const harmless = [...(await partsOf(await open(context, same[index] ?? ""))), MAY_BREAK];
    expect(attacked.filter((part) => !harmless.includes(part))).toEqual([]);
  }
});

test("every hostile text can be read on some page, what cannot be seen as its code", async (context) => {
  const title = await (await open(context, pagesOf(hostile)[0]!)).title();
  expect(title).toContain("REJECT: </svg><svg onload=");
  let shown = "";
  for (const file of pagesOf(hostile)) {
    shown += await (await open(context, file)).locator("body").evaluate((body) => body.textContent);
  }
  const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/u;
  const readable = hostileTexts.filter((text) => !unseen.test(text));
  expect(readable.length).toBeGreaterThan(35);
  expect(readable.filter((text) => !shown.includes(text))).toEqual([]);
  const acting = [
    "\0",
    "\u0001",
    "\u001b",
    "\u007f",
    "\u0085",
    "\u200b",
    "\u202e",
    "\u2066",
    "\ud800",
  ];
  expect(acting.filter((character) => shown.includes(character))).toEqual([]);
  for (const code of ["\\x00", "\\x1b", "\\u202e", "\\u2066", "\\ud800"]) {
    expect(shown.toLowerCase()).toContain(code);
  }
});
