import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { open } from "../support/browser.ts";
import { aSampleRun, type SampleRun } from "../support/sample-run.ts";

const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core")), "utf8");

let run: SampleRun;
beforeAll(() => {
  run = aSampleRun("support-cheapest");
});
afterAll(() => run.remove());

/** What axe-core finds on a page with everything unfolded, as `rule: element`. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(() =>
    document.querySelectorAll("details").forEach((folded) => {
      folded.open = true;
    }),
  );
  await page.evaluate(axeSource);
  const found = await page.evaluate(() =>
    (
      globalThis as unknown as { axe: { run: (...args: unknown[]) => Promise<AxeResults> } }
    ).axe.run(document, { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21aa"] } }),
  );
  expect(found.passes.length).toBeGreaterThan(10);
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
  );
}

const pages = ["report.html", "records/index.html", "records/0003.html"].flatMap((name) =>
  (["light", "dark"] as const).map((colours) => ({ name, colours })),
);

test.for(pages)("axe-core finds nothing on $name in $colours colours", async (look, context) => {
  const { name, colours } = look;
  const page = await open(context, run.path(name), { colours, bypassesPolicy: true });
  expect(await violations(page)).toEqual([]);
});
