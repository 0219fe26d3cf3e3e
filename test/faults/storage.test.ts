import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { builtMain, routeproof, routeproofUnprivileged } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";
import { skipSaying } from "../support/skip-saying.ts";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 400, answerChars: 5000 });
});

afterAll(() => work.remove());

/** Runs under a limit of the size of any one file; writes beyond it fail like on a full disk. */
function limited(
  kilobytes: number,
  args: readonly string[],
): { code: number | null; stderr: string } {
  const line = `ulimit -f ${kilobytes}; exec "$0" "$@"`;
  const done = spawnSync("bash", ["-c", line, process.execPath, builtMain, ...args], {
    encoding: "utf8",
    env: { ...process.env, CI: "", NO_COLOR: "1" },
  });
  return { code: done.status, stderr: done.stderr };
}

test("a disk that fills up ends the run with 5, keeps whole lines, and the run can go on", () => {
  const stopped = limited(2000, work.runArgs("full"));
  expect(stopped.code).toBe(5);
  expect(stopped.stderr).toContain("outcomes.jsonl: could not be written");
  expect(stopped.stderr).toContain("what was finished is safe");
  const journal = readFileSync(work.path("full/outcomes.jsonl"), "utf8");
  expect(journal.length).toBeGreaterThan(1_000_000);
  expect(journal.endsWith("\n")).toBe(true);

  const resumed = routeproof(["run", "--resume", work.path("full"), "--quiet"]);
  expect(resumed.code).toBe(0);
  expect(routeproof([...work.runArgs("roomy"), "--quiet"]).code).toBe(0);
  expect(readFileSync(work.path("full/comparison.json"), "utf8")).toBe(
    readFileSync(work.path("roomy/comparison.json"), "utf8"),
  );
});

const isRoot = process.getuid?.() === 0;

test("a small file system that is really full ends the same way", (context) => {
  const mount = work.path("tmpfs");
  mkdirSync(mount);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", mount]);
  if (!isRoot || mounted.status !== 0) skipSaying(context, "mounting a tmpfs needs root");
  try {
    const args = work.runArgs("tmpfs/run");
    const stopped = routeproof(args);
    expect(stopped.code).toBe(5);
    expect(readFileSync(work.path("tmpfs/run/outcomes.jsonl"), "utf8").endsWith("\n")).toBe(true);
    spawnSync("mount", ["-o", "remount,size=64m", mount]);
    const resumed = routeproof(["run", "--resume", work.path("tmpfs/run"), "--quiet"]);
    expect(resumed.stderr).toContain("exit 0");
    expect(resumed.code).toBe(0);
  } finally {
    spawnSync("umount", [mount]);
  }
});

test("a run folder that cannot be written is refused before anything runs", (context) => {
  chmodSync(work.folder, 0o755);
  const refused = routeproofUnprivileged(work.runArgs("locked"));
  if (typeof refused === "string") return skipSaying(context, refused);
  expect(refused.stderr).toContain("no permission to write there");
  expect(refused.code).toBe(2);
  expect(existsSync(work.path("locked"))).toBe(false);
});

test("a file where the run folder should be is refused, and left alone", () => {
  const path = work.write("in-the-way", "precious");
  const refused = routeproof(work.runArgs("in-the-way"));
  expect(refused.code).toBe(2);
  expect(readFileSync(path, "utf8")).toBe("precious");
});

test("a folder that holds anything is refused, and left alone", () => {
  mkdirSync(work.path("used"));
  work.write("used/notes.txt", "precious");
  const refused = routeproof(work.runArgs("used"));
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("the folder is not empty");
  expect(existsSync(work.path("used/run.json"))).toBe(false);
});

test("a second writer of a run is refused while the first lives", () => {
  expect(routeproof([...work.runArgs("shared"), "--quiet"]).code).toBe(0);
  const birth = readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ")[19];
  const host = spawnSync("hostname", { encoding: "utf8" }).stdout.trim();
  work.write("shared/run.lock", JSON.stringify({ pid: process.pid, host, birth }));
  const refused = routeproof(["run", "--resume", work.path("shared")]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`process ${process.pid}`);
});
