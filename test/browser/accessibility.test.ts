import { afterAll, beforeAll, expect, test } from "vitest";
import { open } from "../support/browser.ts";
import { aSampleRun, type SampleRun } from "../support/sample-run.ts";
import { violations } from "./axe.ts";

let run: SampleRun;
beforeAll(() => {
  run = aSampleRun("support-cheapest");
});
afterAll(() => run.remove());

const pages = ["report.html", "records/index.html", "records/0003.html"].flatMap((name) =>
  (["light", "dark"] as const).map((colours) => ({ name, colours })),
);

test.for(pages)("axe-core finds nothing on $name in $colours colours", async (look, context) => {
  const { name, colours } = look;
  const page = await open(context, run.path(name), { colours, bypassesPolicy: true });
  expect(await violations(page)).toEqual([]);
});
