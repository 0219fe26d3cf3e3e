import { join } from "node:path";
import { afterAll, assert, beforeAll, expect, test } from "vitest";
import { open } from "../support/browser.ts";
import { routeproof } from "../support/routeproof.ts";
import { aSampleRun, type SampleRun } from "../support/sample-run.ts";
import { violations } from "./axe.ts";

let run: SampleRun;
let page: string;
beforeAll(() => {
  run = aSampleRun("support-by-risk");
  const again = ["run", "--dataset=datasets/support-triage.dataset.yaml"];
  const arms = ["support-baseline", "support-by-risk"].map((name) => `policies/${name}.yaml`);
  const nightly = [...again, `--baseline=${arms[0]}`, `--candidate=${arms[1]}`, "--seed=2"];
  const around = { cwd: run.startedIn };
  const second = routeproof([...nightly, "--out=reports/second"], around);
  assert(second.code === 0, second.stderr);
  page = join(run.startedIn, "history.html");
  const written = routeproof(["history", "reports", `--html=${page}`], around);
  assert(written.code === 0, written.stderr);
});
afterAll(() => run.remove());

test.for([320, 1280])(
  "at %s px the page on route health opens and does not scroll",
  async (widthPx, context) => {
    const shown = await open(context, page, { widthPx });
    expect(await shown.locator("h1").count()).toBe(1);
    expect(await shown.locator("main").innerText()).toContain("fast_support_route");
    expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBe(widthPx);
  },
);

test.for(["light", "dark"] as const)(
  "axe-core finds nothing on it in %s colours",
  async (colours, context) => {
    expect(await violations(await open(context, page, { colours, bypassesPolicy: true }))).toEqual(
      [],
    );
  },
);
