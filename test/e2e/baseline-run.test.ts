import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { XMLValidator } from "fast-xml-parser";
import type { HistoryReport } from "../../src/core/history-report.ts";
import type { RunManifest } from "../../src/core/run-manifest.ts";
import { routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 120 });
  const weak = readFileSync(work.path("weak.yaml"), "utf8");
  work.write("weak.yaml", weak.replace("max_drop: 0.1}", "max_drop: 0.2}"));
});
afterAll(() => work.remove());

function run(out: string, ...more: readonly string[]): ReturnType<typeof routeproof> {
  return routeproof([...work.runArgs(out), ...more]);
}

function manifest(out: string): RunManifest {
  return JSON.parse(readFileSync(work.path(`${out}/run.json`), "utf8")) as RunManifest;
}

/** `run.json` with other facts, as another day or version would have written it. */
function rewrite(out: string, more: Partial<RunManifest>): void {
  writeFileSync(work.path(`${out}/run.json`), JSON.stringify({ ...manifest(out), ...more }));
}

test("a week of nights: none green yet, compared, stale, incomparable, gone", () => {
  expect(run("first", "--baseline-run=last-green").code).toBe(0);
  expect(manifest("first").previous).toMatchObject([{ status: "none" }]);

  const second = run("second", "--baseline-run=last-green");
  expect(second.code).toBe(0);
  expect(second.stdout).toContain(`against run ${manifest("first").run_id}`);
  const [previous] = manifest("second").previous ?? [];
  expect(previous).toMatchObject({
    status: "compared",
    run_id: manifest("first").run_id,
    stale: [],
    policy_version_changed: false,
    pairs: 120,
    acceptance_rate_difference: { value: 0 },
    discordant: { baseline_only: 0, candidate_only: 0 },
    new_failures: [],
  });
  expect(readFileSync(work.path("second/report.md"), "utf8")).toContain("the same version of the");

  const old = Date.parse(manifest("second").started_at) - 20 * 86_400_000;
  rewrite("first", { started_at: new Date(old).toISOString(), tool_version: "0.0.9" });
  const named = routeproof(["report", work.path("second"), `--baseline-run=${work.path("first")}`]);
  expect(named.code).toBe(0);
  const stale = manifest("second").previous?.[0];
  expect(stale).toMatchObject({ status: "compared", age_days: 20, asked: work.path("first") });
  expect(readFileSync(work.path("second/report.md"), "utf8")).toMatch(
    /stale: it is 20 days older than this run; it was made by routeproof 0\.0\.9/,
  );

  expect(run("third", "--limit=60", "--baseline-run=last-green").code).toBeOneOf([0, 101]);
  expect(manifest("third").previous?.[0]).toMatchObject({
    status: "incomparable",
    run_id: manifest("second").run_id,
    differences: [
      "selection of records: 120 records in the first, limit 60, 60 records in the second",
    ],
  });

  rmSync(work.path("third"), { recursive: true });
  rmSync(work.path("second"), { recursive: true });
  run("fourth", "--baseline-run=last-green");
  expect(manifest("fourth").previous?.[0]).toMatchObject({ status: "none" });
});

test("a baseline run that is none is refused before anything is replayed", () => {
  const done = run("never", "--baseline-run=nowhere");
  expect(done.code).toBe(2);
  expect(done.stderr).toContain("nowhere: not a run folder");
});

test("every finished run stands in the history; a kept one can be added again", () => {
  const index = work.path("history.jsonl");
  const before = readFileSync(index, "utf8").trimEnd().split("\n").length;
  expect(before).toBeGreaterThanOrEqual(4);
  appendFileSync(index, '{"torn');
  const added = routeproof(["history", `--add=${work.path("fourth")}`]);
  expect(added).toMatchObject({ code: 0, stdout: `${index}\n` });
  const shown = routeproof(["history", work.folder, "--json", "--policy=all_weak"]);
  const report = JSON.parse(shown.stdout) as HistoryReport;
  expect(report.notes).toHaveLength(1);
  const [weak] = report.policies;
  expect(weak?.runs.at(-1)).toMatchObject({
    run_id: manifest("fourth").run_id,
    verdict: "promote",
  });
  expect(weak?.runs.at(-1)?.figures.acceptance_rate[0]).toBe(
    work.comparison("fourth").policies["all_weak"]?.overall.acceptance_rate.value,
  );
  const text = routeproof(["history", work.folder], { env: { LC_ALL: "C" } });
  expect(text.stdout).toContain("all_weak on workspace");
  expect(text.stdout).not.toMatch(/[▁-█]/);
  expect(routeproof(["history", work.folder], { env: { LC_ALL: "C.UTF-8" } }).stdout).toMatch(
    /[▁-█]/,
  );
});

test("the history is a page too, with one run's figures as its last, and the same when made again", () => {
  const page = work.path("health.html");
  const made = routeproof(["history", work.folder, "--html", page]);
  expect(made).toMatchObject({ code: 0, stdout: `${page}\n` });
  const text = readFileSync(page, "utf8");
  expect(XMLValidator.validate(text)).toBe(true);
  expect(text).toContain("all_weak on workspace");
  const shown = routeproof(["history", work.folder, "--json", "--html", page, "--last=3"]);
  const report = JSON.parse(shown.stdout) as HistoryReport;
  const last = report.policies[0]?.runs.at(-1)?.figures.acceptance_rate[0];
  expect(text).toContain(`<data value="${last}" class="n derived">`);
  expect(readFileSync(page, "utf8")).toContain("3 runs");
  routeproof(["history", work.folder, "--html", page], { env: { TZ: "Pacific/Auckland" } });
  expect(readFileSync(page, "utf8")).toBe(text);
  const nowhere = work.path("none/health.html");
  const nameless = routeproof(["history", work.folder, "--html="]);
  expect(nameless).toMatchObject({ code: 2, stdout: "" });
  expect(nameless.stderr).toContain("--html names no file");
  const failed = routeproof(["history", work.folder, "--html", nowhere]);
  expect(failed.code).toBe(5);
  expect(failed.stderr).toContain(`${nowhere}: could not be written`);
});

test("a history that cannot be written leaves the run as it is, and says how to add it later", () => {
  const index = work.path("history.jsonl");
  rmSync(index);
  // Not even root can append to a folder.
  mkdirSync(index);
  const done = run("fifth");
  expect(done.code).toBe(0);
  expect(done.stderr).toContain(`routeproof history --add ${work.path("fifth")}`);
  rmSync(index, { recursive: true });
});
