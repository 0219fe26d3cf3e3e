import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shellWord } from "../../src/reports/run-command.ts";
import { builtMain, projectRoot, routeproof } from "../support/routeproof.ts";
import { helpdesk } from "../support/drilled-documents.ts";
import { skipSaying } from "../support/skip-saying.ts";

interface Drills {
  readonly drills: readonly {
    readonly policy: string;
    readonly written_transitions: number;
    readonly version: string | null;
    readonly rows: readonly {
      readonly status: string;
      readonly kind: string;
      readonly place: string | null;
    }[];
  }[];
}

let folder = "";
const path = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "routeproof-drill-"));
  writeFileSync(path("helpdesk.yaml"), helpdesk);
  writeFileSync(
    path("broken.yaml"),
    "policy_name: broken\nroute_selection: {primary_route: main}\n" +
      "fallback: {retry_same_route_once: [timeout], stop_without_fallback: [timeout]}\n",
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a policy that keeps its promises is exit 0, with its table", () => {
  const done = routeproof(["drill", "--policy", path("helpdesk.yaml")]);
  expect(done.code).toBe(0);
  expect(done.stderr).toBe(
    "exit 0: helpdesk: 20 of 20 promises kept, 11 of 11 written transitions among them; 1 not drilled\n",
  );
  expect(done.stdout).toContain("promised  ");
  expect(done.stdout.match(/^pass /gm)).toHaveLength(20);
});

test("a difference is exit 100, and says where it is and what to do", () => {
  const done = routeproof(["drill", "--policy", path("broken.yaml")]);
  expect(done.code).toBe(100);
  expect(done.stdout).toMatch(/^FAIL {2}fallback.retry_same_route_once: timeout/m);
  expect(done.stderr).toMatch(
    /^exit 100: broken: .*mend what differs, then: routeproof drill --policy /,
  );
});

test.each([
  [["drill"], "--policy is missing"],
  [["drill", "--policy", "nowhere.yaml"], "nowhere.yaml: cannot be read"],
  [["drill", "--policy", "policies/registry.yaml"], "policies/registry.yaml:"],
  [["drill", "--policy", "policies/classes", "--as-of", "today"], "--as-of must be a day"],
  [
    ["drill", "--policy", "policies/classes", "--upstream-port", "9"],
    "--upstream-port is for a gateway",
  ],
  [
    ["drill", "--policy", "policies/classes", "--gateway", "http://127.0.0.1:1/v1"],
    "--upstream-port",
  ],
  [
    [
      "drill",
      "--policy",
      "policies/classes",
      "--gateway",
      "http://example.com/v1",
      "--upstream-port",
      "9",
    ],
    "a drill never leaves this machine",
  ],
  [
    [
      "drill",
      "--policy",
      "policies/classes",
      "--gateway",
      "http://127.0.0.1:1",
      "--upstream-port",
      "9",
      "--header",
      "host:x",
    ],
    "--header takes an object without host",
  ],
])("wrong input is exit 2 and nothing is drilled: %j", (args, message) => {
  const done = routeproof(args);
  expect(done.code).toBe(2);
  expect(done.stderr).toContain(message);
  expect(done.stdout).toBe("");
});

test("a gateway that is not there is exit 3", () => {
  const done = routeproof([
    "drill",
    "--policy",
    "policies/classes/customer-chat.yaml",
    "--gateway=http://127.0.0.1:9/v1",
    "--upstream-port=39871",
  ]);
  expect(done.code).toBe(3);
  expect(done.stderr).toContain("no gateway answers at http://127.0.0.1:9/v1");
});

test("P1: the six workflow classes have routes of their own and are drilled clean", () => {
  const done = routeproof([
    "drill",
    "--policy",
    "policies/classes",
    "--as-of=2026-11-25",
    "--json",
  ]);
  expect(done.stderr).toBe("exit 0: 6 policies do what they promise\n");
  expect(done.code).toBe(0);
  const { drills } = JSON.parse(done.stdout) as Drills;
  expect(drills.map(({ policy }) => policy)).toEqual([
    "background_summaries",
    "code_and_reasoning",
    "customer_chat",
    "fast_classification",
    "procurement_review",
    "structured_extraction",
  ]);
  for (const { rows, version, written_transitions: count } of drills) {
    expect(version).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(count).toBeGreaterThanOrEqual(5);
    expect(rows.filter(({ status }) => status === "fail")).toEqual([]);
  }
  const kinds = new Set(drills.flatMap(({ rows }) => rows.map(({ kind }) => kind)));
  for (const kind of ["timeout", "blocked_fallback", "cap", "approval", "rollback", "evidence"]) {
    expect(kinds).toContain(kind);
  }
});

test("the sample policies are drilled clean too", () => {
  const samples = [
    "support-baseline",
    "support-by-risk",
    "support-cheapest",
    "invoice-baseline",
    "invoice-cascade",
    "invoice-bargain",
  ];
  const done = routeproof(["drill", ...samples.map((name) => `--policy=policies/${name}.yaml`)]);
  expect(done.stderr).toBe("exit 0: 6 policies do what they promise\n");
});

test("the classes have no problem that check would find", () => {
  const done = routeproof(["check", "policies/classes"]);
  expect(done.stdout).toBe("");
  expect(done.code).toBe(0);
});

test("on a terminal of 60 columns no line is longer", (context) => {
  if (spawnSync("script", ["--version"]).status !== 0) {
    skipSaying(context, "there is no `script` that could stand in for a terminal");
  }
  const words = [process.execPath, builtMain, "drill", "--policy", path("helpdesk.yaml")];
  const line = `stty cols 60; ${words.map(shellWord).join(" ")}`;
  const done = spawnSync("script", ["-qec", line, "/dev/null"], {
    cwd: projectRoot,
    env: { ...process.env, CI: "", NO_COLOR: "1", SHELL: "/bin/sh" },
    encoding: "utf8",
  });
  expect(done.status).toBe(0);
  const table = done.stdout.split("\r\n").filter((text) => !text.startsWith("exit "));
  expect(table.length).toBeGreaterThan(80);
  for (const text of table) expect(text.length).toBeLessThanOrEqual(60);
});

test("--help has an example", () => {
  const help = routeproof(["drill", "--help"]);
  expect(help.stdout).toContain("routeproof drill --policy policies/classes --json");
});
