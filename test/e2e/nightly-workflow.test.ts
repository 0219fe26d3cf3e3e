import { chmodSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  aLiveWorkspace,
  supportAnswers,
  supportDataset,
  testKeys,
  type LiveWorkspace,
} from "../support/live-workspace.ts";
import { builtMain, projectRoot } from "../support/routeproof.ts";
import { readWorkflow, runStep, type RanStep, type WorkflowStep } from "../support/workflow.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

const workflow = readWorkflow(join(projectRoot, "docs/ci/nightly.yml"));
const steps: readonly WorkflowStep[] = workflow.jobs["replay"]?.steps ?? [];
const page = readFileSync(join(projectRoot, "docs/ci/README.md"), "utf8");

let server: WireServer;
let space: LiveWorkspace;
let night = 0;

beforeAll(async () => {
  server = await startWireServer({ answer: supportAnswers() });
  space = aLiveWorkspace(server);
  // What `npm ci` leaves: the program among the project's own.
  mkdirSync(space.path("node_modules/.bin"), { recursive: true });
  const bin = space.write(
    "node_modules/.bin/routeproof",
    `#!/bin/sh\nexec '${process.execPath}' '${builtMain}' "$@"\n`,
  );
  chmodSync(bin, 0o755);
  writeFileSync(space.path("package.json"), `{"name": "nightly", "private": true}`);
  const mixed = readFileSync(space.path("mixed.yaml"), "utf8");
  space.write("dear.yaml", mixed.replace("max_ratio: 0.95", "max_ratio: 0.001"));
  space.write("ungated.yaml", mixed.replace(/promotion:[\s\S]*/, ""));
  const recorded = await step("Record what is missing", { MAX_SPEND: "5" });
  if (recorded.code !== 0) throw new Error(recorded.stderr);
});

afterAll(async () => {
  space.remove();
  await server.close();
});

/** The workflow's `env`, as a user would set it. */
function ownFiles(): Readonly<Record<string, string>> {
  return {
    DATASET: supportDataset,
    REGISTRY: space.path("registry.yaml"),
    BASELINE: space.path("big.yaml"),
    CANDIDATE: space.path("mixed.yaml"),
    RECORDINGS: space.path("recordings"),
  };
}

/** Runs the step of that name. */
function step(name: string, env: Readonly<Record<string, string>>): Promise<RanStep> {
  const script = steps.find((one) => one.name === name)?.run;
  if (script === undefined) throw new Error(`the workflow has no step "${name}" with a script`);
  night += 1;
  const runner = { GITHUB_RUN_ID: "4711", GITHUB_RUN_ATTEMPT: String(night), ...testKeys };
  return runStep(script, space.folder, { ...ownFiles(), ...runner, ...env });
}

const lastNight = (): string => `reports/nightly-4711-${night}`;

test("a candidate that may be promoted is a green job with its report on the page", async () => {
  const asked = server.requests.length;
  const done = await step("Replay and decide", {});
  expect(done.stderr).toContain("exit 0: promote");
  expect(done.code).toBe(0);
  expect(done.summary).toBe(readFileSync(space.path(`${lastNight()}/report.md`), "utf8"));
  expect(done.summary).toMatch(/^# PROMOTE: mixed against all_big/);
  expect(done.stdout).toContain("::notice title=routeproof%3A PROMOTE%2C exit code 0::");
  expect(done.stdout).not.toMatch(/^::(?:error|warning)/m);
  expect(done.exported).toBe(`RUN_FOLDER=${lastNight()}\n`);
  // A night calls nobody; what it replays was asked for before.
  expect(asked).toBeGreaterThan(0);
  expect(server.requests.length).toBe(asked);
});

test("a night is held against the last green one, and the history shows both", async () => {
  const done = await step("Replay and decide", {});
  expect(done.code).toBe(0);
  expect(done.summary).toContain("## Against an earlier run");
  expect(done.summary).toContain("last green run against run ");
  const old = space.path("reports/nightly-1-1");
  mkdirSync(old);
  utimesSync(old, 0, 0);
  const shown = await step("Show the last month and let older runs go", {});
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain("mixed");
  expect(existsSync(old)).toBe(false);
  expect(existsSync(space.path("reports/nightly-4711-2/comparison.json"))).toBe(true);
});

test("a reject is a red job that names the gate", async () => {
  const done = await step("Replay and decide", { CANDIDATE: space.path("dear.yaml") });
  expect(done.code).toBe(100);
  expect(done.stdout).toMatch(/^::error title=routeproof%3A gate fail%3A cost_per_accepted_usd/m);
  expect(done.exported).toBe(`RUN_FOLDER=${lastNight()}\n`);
  expect(existsSync(space.path(`${lastNight()}/junit.xml`))).toBe(true);
});

test("an inconclusive run is green, and a warning", async () => {
  const done = await step("Replay and decide", { CANDIDATE: space.path("ungated.yaml") });
  expect(done.code).toBe(0);
  expect(done.stderr).toContain("exit 101: inconclusive");
  expect(done.stdout).toMatch(/^::warning title=routeproof::inconclusive, so the job stays green/m);
});

test("missing recordings and unsound input are red", async () => {
  mkdirSync(space.path("nothing"));
  const silent = await step("Replay and decide", { RECORDINGS: space.path("nothing") });
  expect(silent.code).toBe(2);
  expect(silent.stderr).toContain("there are no recordings");
  mkdirSync(space.path("half"));
  const lines = readFileSync(space.path("recordings/recordings.jsonl"), "utf8").split("\n");
  const half = lines.slice(0, Math.floor(lines.length / 2));
  writeFileSync(space.path("half/recordings.jsonl"), `${half.join("\n")}\n`);
  const partial = await step("Replay and decide", { RECORDINGS: space.path("half") });
  expect(partial.code).toBe(3);
  expect(partial.stdout).toMatch(/^::error title=routeproof%3A INCOMPLETE::/m);
  const absent = await step("Replay and decide", { CANDIDATE: space.path("absent.yaml") });
  expect(absent.code).toBe(2);
});

test("recording again asks nothing again", async () => {
  const asked = server.requests.length;
  const done = await step("Record what is missing", { MAX_SPEND: "5" });
  expect(done.code).toBe(0);
  expect(server.requests.length).toBe(asked);
});

test("the run is kept whatever it ends with, and only a person spends money", () => {
  const keep = steps.find(({ uses }) => uses?.startsWith("actions/upload-artifact@"));
  expect(keep?.if).toBe("always()");
  expect(keep?.with?.["path"]).toBe("${{ env.RUN_FOLDER }}");
  for (const { run = "", if: condition } of steps) {
    if (/record |live|max-spend/.test(run)) expect(condition).toBe("inputs.max_spend != ''");
    // What a person typed reaches a script as a variable only: it can add no command.
    expect(run).not.toContain("${{");
  }
  expect(workflow.defaults.run.shell).toBe("bash");
  expect(Object.keys(ownFiles())).toEqual(Object.keys(workflow.env));
});

test("the page shows the marker as the sample's report has it", () => {
  const sample = readFileSync(join(projectRoot, "reports/sample/report.md"), "utf8");
  expect(page).toContain(sample.split("\n")[1]);
});
