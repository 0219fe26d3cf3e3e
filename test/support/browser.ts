import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, type TestContext } from "vitest";
import { CHROMIUM, launchChromium } from "./chromium.ts";
import { skipSaying } from "./skip-saying.ts";

/** How a reader looks at a page; what is left out is a desktop in light colours, with scripts. */
export interface Look {
  readonly hasScripts?: boolean;
  readonly colours?: "light" | "dark";
  readonly widthPx?: number;
  /** The folder whose files may be read; the page's own where it is left out. */
  readonly folder?: string;
  /** For a test's own tools in the page, which the page's policy would stop. */
  readonly bypassesPolicy?: boolean;
}

const HEIGHT_PX = 900;

let launched: Promise<Browser> | undefined;
afterAll(async () => {
  await (await launched)?.close();
});

/**
 * Opens a file as a reader would, from `file://` and without a network, in one Chromium for all
 * tests of a file. The test fails where the page asks for anything that is no file of its folder,
 * writes an error, throws, opens a dialog or a window, or downloads something. Without a Chromium
 * it fails in CI, and is skipped elsewhere.
 */
export async function open(context: TestContext, file: string, look: Look = {}): Promise<Page> {
  assertChromium(context);
  launched ??= launchChromium();
  const reader = await (await launched).newContext(settingsOf(look));
  const faults: string[] = [];
  context.onTestFinished(async () => {
    await reader.close();
    if (faults.length > 0) throw new Error(`the page misbehaved:\n${faults.join("\n")}`);
  });
  const page = await reader.newPage();
  watch(page, `${pathToFileURL(look.folder ?? dirname(file)).href}/`, faults);
  await page.goto(pathToFileURL(file).href);
  return page;
}

function settingsOf(look: Look): BrowserContextOptions {
  return {
    offline: true,
    javaScriptEnabled: look.hasScripts ?? true,
    colorScheme: look.colours ?? "light",
    viewport: { width: look.widthPx ?? 1280, height: HEIGHT_PX },
    bypassCSP: look.bypassesPolicy ?? false,
  };
}

function watch(page: Page, allowed: string, faults: string[]): void {
  page.on("request", (request) => {
    if (!request.url().startsWith(allowed)) faults.push(`asked for ${request.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`wrote an error: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`threw ${error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`opened a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", (popup) => faults.push(`opened a window: ${popup.url()}`));
  page.on("download", (download) => faults.push(`downloads ${download.url()}`));
}

function assertChromium(context: TestContext): void {
  if (existsSync(CHROMIUM)) return;
  const missing = `${CHROMIUM} is not installed (Debian: chromium)`;
  if ((process.env["CI"] ?? "") !== "") throw new Error(missing);
  skipSaying(context, missing);
}
