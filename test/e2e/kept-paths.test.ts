import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 20 });
  work.write(
    "prices.yaml",
    "prices: [{provider: openai, model: small-model, per_request_usd: 1}]\n",
  );
  // Every path as it is typed by somebody who stands in that folder.
  const args = work.runArgs("kept").map((word) => word.replace(`${work.path("")}/`, ""));
  routeproof(args, { cwd: work.path("") });
});

afterAll(() => work.remove());

test.each([
  ["resumed", () => ["run", "--resume", work.path("kept")]],
  ["priced anew", () => ["report", work.path("kept"), "--prices", work.path("prices.yaml")]],
])("a run of relative paths that is %s elsewhere says where they begin", (_what, args) => {
  const done = routeproof(args(), { cwd: tmpdir() });
  expect(done.code).toBe(2);
  expect(done.stderr).toContain("strong.yaml: there is no such file");
  expect(done.stderr).toContain("type it where the run was started: its paths begin there");
});
