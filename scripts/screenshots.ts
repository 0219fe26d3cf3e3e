/**
 * Makes the pictures of docs/images from real pages: npm run screenshots. The sample data is enough
 * for all but one, which needs the Berkeley table of the shared data.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Locator, Page } from "playwright-core";
import { launchChromium } from "../test/support/chromium.ts";
import { bfclRoutes, bfclTable, usualGates } from "../test/support/real-tables.ts";
import { projectRoot, routeproof } from "../test/support/routeproof.ts";
import { aSampleRun } from "../test/support/sample-run.ts";
import { hasSharedData } from "../test/support/shared-data.ts";

const MOST_BYTES = 250_000;
const images = resolve(projectRoot, "docs/images");

interface Look {
  readonly widthPx?: number;
  readonly colours?: "light" | "dark";
}

mkdirSync(images, { recursive: true });
const place = mkdtempSync(join(tmpdir(), "routeproof-screenshots-"));
const promoted = aSampleRun("support-by-risk");
const rejected = aSampleRun("support-cheapest");
const browser = await launchChromium();
try {
  await take("report-first-screen", await open(promoted.path("report.html")));
  await take("report-dark", await open(rejected.path("report.html"), { colours: "dark" }));
  await take("report-320", await open(promoted.path("report.html"), { widthPx: 320 }));
  const rejection = await open(rejected.path("report.html"));
  await take("record", rejection.locator("#records article").first());
  if (hasSharedData) await take("bfcl-latency", (await open(bfclReport())).locator("#latency"));
} finally {
  await browser.close();
  promoted.remove();
  rejected.remove();
  rmSync(place, { recursive: true });
}

async function open(file: string, { widthPx = 1280, colours = "light" }: Look = {}): Promise<Page> {
  const context = await browser.newContext({
    offline: true,
    viewport: { width: widthPx, height: 900 },
    colorScheme: colours,
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  return page;
}

/** The first screen of a page, or one part of it. */
async function take(name: string, what: Page | Locator): Promise<void> {
  const path = join(images, `${name}.png`);
  await what.screenshot({ path });
  const { size } = statSync(path);
  console.log(`docs/images/${name}.png  ${Math.round(size / 1000)} kB`);
  if (size > MOST_BYTES) throw new Error(`${path} is larger than ${MOST_BYTES} bytes`);
}

/** The cheaper of two models that is also slower, under the gates of a team. */
function bfclReport(): string {
  const { dataset, pinned } = bfclTable(place);
  const arms = [
    `--baseline=${pinned(bfclRoutes.large)}`,
    `--candidate=${pinned(bfclRoutes.mini, usualGates)}`,
  ];
  const done = routeproof(["run", `--dataset=${dataset}`, ...arms, `--out=${join(place, "bfcl")}`]);
  if (done.code !== 100) throw new Error(`exit ${done.code}: ${done.stderr}`);
  return join(place, "bfcl", "report.html");
}
