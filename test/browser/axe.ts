import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core")), "utf8");

/**
 * What axe-core finds on a page with everything unfolded, as `rule: element`. It runs in the page,
 * so the page has to be opened without its own policy.
 */
export async function violations(page: Page): Promise<readonly string[]> {
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
