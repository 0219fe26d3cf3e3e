import { afterAll, beforeAll, expect, test } from "vitest";
import { aLiveWorkspace, testKeys, type LiveWorkspace } from "../support/live-workspace.ts";
import { numbersOnly, routeproofBeside } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

const RECORDS = 400;
let server: WireServer;
let space: LiveWorkspace;

beforeAll(async () => {
  // Every third answer of one model is wrong, and none of the other's.
  server = await startWireServer({
    answer: (body) => {
      const asked = JSON.stringify(body);
      const number = Number(/ticket (\d+)/.exec(asked)?.[1]);
      return { text: asked.includes("spare-model") && number % 3 === 0 ? "no" : "yes" };
    },
  });
  space = aLiveWorkspace(server);
  const rows = Array.from({ length: RECORDS }, (_, index) => ({
    id: `t${index}`,
    prompt: `Answer ticket ${index}`,
    answer: "yes",
  }));
  space.write("tickets.jsonl", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  space.write(
    "tickets.dataset.yaml",
    `dataset: tickets
kind: golden
source: {path: tickets.jsonl, format: jsonl}
record: {id: id, prompt: prompt, expected: answer}
scoring: [{grader: exact_match}]
`,
  );
  space.write(
    "spare.yaml",
    `policy_name: spare
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: spare}
acceptance_tests: {min_eval_pass_rate: 0.95}
`,
  );
});

afterAll(async () => {
  await server.close();
  space.remove();
});

test("a live run that stops early sends and pays for no more than was under way", async () => {
  const done = await routeproofBeside(
    [
      "run",
      "--provider=live",
      "--max-spend=20",
      "--concurrency=4",
      "--stop-early=reject",
      `--dataset=${space.path("tickets.dataset.yaml")}`,
      `--baseline=${space.path("big.yaml")}`,
      `--candidate=${space.path("spare.yaml")}`,
      `--out=${space.path("out")}`,
      numbersOnly,
    ],
    { env: testKeys },
  );
  expect(done.code).toBe(100);
  const { stopped_early: stopped, comparisons } = space.comparison("out");
  expect(stopped?.of).toBe(RECORDS);
  expect(stopped?.at_records).toBeLessThan(RECORDS / 4);
  expect(comparisons[0]?.early_rejection?.at_records).toBe(stopped?.at_records);
  const { spend, status } = space.manifest("out");
  expect(status).toBe("complete");
  expect(spend?.sent).toBe(server.count());
  // Five workers, each with a call of either policy ahead of the last that counts.
  expect(server.count()).toBeLessThanOrEqual(2 * (stopped?.at_records ?? 0) + 10);
  const before = server.count();
  const again = await routeproofBeside(["run", `--resume=${space.path("out")}`], { env: testKeys });
  expect(again.code).toBe(100);
  expect(server.count()).toBe(before);
});
