import { afterAll, beforeAll, expect, test } from "vitest";
import { numbersOnly, routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;

/** The small model is as good as the large one on how-to questions, and fails on billing. */
beforeAll(() => {
  work = aWorkspace({ records: 4 });
  const rows = Array.from({ length: 400 }, (_, index) => {
    const isBilling = index % 10 === 0;
    const isWrong = isBilling && index % 20 === 0;
    const ok = (strong: boolean): boolean => (strong ? true : !isWrong);
    return [
      `r${index}`,
      `prompt ${index}`,
      isBilling ? "billing" : "how_to",
      `"a",${ok(false)},100,50,200.5,"b",${ok(true)},100,60,400.5`,
    ].join(",");
  });
  const header =
    "id,prompt,intent,weak_text,weak_ok,weak_in,weak_out,weak_ms,strong_text,strong_ok,strong_in,strong_out,strong_ms";
  work.write("table.csv", `${header}\n${rows.join("\n")}\n`);
  const weak = (name: string, guards: string): string =>
    `policy_name: ${name}
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: weak}
promotion:
  gates: [{metric: acceptance_rate, max_drop: 0.1}]
${guards}`;
  work.write("free.yaml", weak("free", ""));
  work.write("guarded.yaml", weak("guarded", "  guard_segments: [intent]\n"));
  work.write("misspelt.yaml", weak("misspelt", "  guard_segments: [intnet]\n"));
});

afterAll(() => work.remove());

const run = (candidate: string) =>
  routeproof([
    "run",
    "--dataset",
    work.path("table.dataset.yaml"),
    "--baseline",
    work.path("strong.yaml"),
    "--candidate",
    work.path(`${candidate}.yaml`),
    "--out",
    work.path(`run-${candidate}`),
    numbersOnly,
  ]);

test("a candidate that all gates let pass is rejected by the guard of the segment that it ruins", () => {
  const free = run("free");
  expect(free.code).toBe(0);
  expect(work.comparison("run-free").comparisons[0]?.segments?.explored).toMatchObject([
    { value: "billing", baseline_only: 20, status: "flagged" },
    { value: "how_to", baseline_only: 0, p: 1 },
  ]);
  const guarded = run("guarded");
  expect(guarded.code).toBe(100);
  expect(guarded.stdout).toContain("guard segment intent=billing got worse: 20 records lost");
  // Twenty of twenty, twice: two guards.
  expect(work.comparison("run-guarded").comparisons[0]?.segments?.guard[0]).toMatchObject({
    p: expect.closeTo(0.5 ** 20, 12),
    p_holm: expect.closeTo(2 * 0.5 ** 20, 12),
  });
});

test("a guard is part of a policy's version, and diff names it", () => {
  const done = routeproof(["diff", work.path("free.yaml"), work.path("guarded.yaml")]);
  expect(done.stdout).toContain("promotion.guard_segments");
});

test("a guard on a tag that the dataset lacks is a problem with its place", () => {
  const done = run("misspelt");
  expect(done.code).toBe(2);
  expect(done.stderr).toMatch(/misspelt\.yaml:6:20: .*has no tag "intnet" to guard/);
  expect(done.stderr).toContain("intent");
});
