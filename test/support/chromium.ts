import { chromium, type Browser } from "playwright-core";

/** Debian's own: no test downloads a browser. */
export const CHROMIUM = "/usr/bin/chromium";

/** Starts a browser that asks nobody for anything of its own. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    chromiumSandbox: false,
    args: [
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });
}
