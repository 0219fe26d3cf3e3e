import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ended, numbersOnly, routeproof, startRouteproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

const RECORDS = 30;
/** Inconclusive: thirty records settle none of the workspace's gates. */
const VERDICT = 101;
let work: Workspace;
let expected: string;
let unkilledCode: number | null;

const runArgs = (out: string, { runArgs: args } = work): readonly string[] => [
  ...args(out),
  numbersOnly,
];

const comparisonText = (out: string): string =>
  readFileSync(work.path(`${out}/comparison.json`), "utf8");

beforeAll(() => {
  // Lines of a megabyte: short ones are hardly ever torn by a kill.
  work = aWorkspace({ records: RECORDS, answerChars: 500_000 });
  unkilledCode = routeproof(runArgs("unkilled")).code;
  expected = comparisonText("unkilled");
});

afterAll(() => work.remove());

test("ten kills at random moments, each resumed, end in the same comparison byte for byte", async () => {
  let kills = 0;
  let torn = 0;
  // Where a kill falls follows from how much the journal holds: the disk's pace decides, not ours.
  for (let round = 0; round < 10; round += 1) {
    const args = existsSync(work.path("killed/run.json"))
      ? ["run", "--resume", work.path("killed")]
      : work.runArgs("killed");
    const child = startRouteproof(args);
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const end = ended(child);
    const before = journalBytes();
    const goal = before + Math.floor(Math.random() * 3_000_000);
    while (child.exitCode === null && child.signalCode === null && journalBytes() <= goal) {
      await new Promise((resume) => setTimeout(resume, 1));
    }
    child.kill("SIGKILL");
    if ((await end) === "SIGKILL") kills += 1;
    if (said.includes("torn")) torn += 1;
  }
  const last = routeproof(["run", "--resume", work.path("killed")]);
  expect(last.code).toBe(VERDICT);
  expect(comparisonText("killed")).toBe(expected);
  expect(kills).toBeGreaterThan(0);
  console.log(`${kills} of 10 kills hit a running process, ${torn} resumes met a torn line`);
});

test("a journal cut at any byte of its last line is resumed to the same comparison", () => {
  expect(unkilledCode).toBe(VERDICT);
  cpSync(work.path("unkilled"), work.path("cut"), { recursive: true });
  const journal = work.path("cut/outcomes.jsonl");
  const whole = readFileSync(journal);
  const lastStart = whole.lastIndexOf(10, whole.length - 2) + 1;
  const middle = Math.floor((lastStart + whole.length) / 2);
  for (const size of [lastStart + 1, middle, middle + 1, whole.length - 1]) {
    writeFileSync(journal, whole.subarray(0, size));
    const resumed = routeproof(["run", "--resume", work.path("cut")]);
    expect(resumed.code).toBe(VERDICT);
    expect(resumed.stderr).toContain(`dropped a torn last line of ${size - lastStart} bytes`);
    expect(comparisonText("cut")).toBe(expected);
  }
});

test("a run that was killed before its first outcome is resumed from nothing", () => {
  mkdirSync(work.path("early"));
  for (const name of ["run.json", "rejected.jsonl"]) {
    cpSync(work.path(`unkilled/${name}`), work.path(`early/${name}`));
  }
  const resumed = routeproof(["run", "--resume", work.path("early")]);
  expect(resumed.code).toBe(VERDICT);
  expect(comparisonText("early")).toBe(expected);
});

test("what a run left that was killed before it began is no obstacle, and is said", () => {
  mkdirSync(work.path("unborn"));
  work.write("unborn/rejected.jsonl", "");
  work.write("unborn/run.lock", JSON.stringify({ pid: 2 ** 22 + 7, host: hostname(), birth: "1" }));
  const resumed = routeproof(["run", "--resume", work.path("unborn")]);
  expect(resumed.code).toBe(2);
  expect(resumed.stderr).toContain("this run ended before its first record");
  expect(routeproof(runArgs("unborn")).code).toBe(VERDICT);
  expect(comparisonText("unborn")).toBe(expected);
});

test("outcomes of data that changed under the run are not kept by a resume", async () => {
  // More records than the replay reads ahead.
  const many = aWorkspace({ records: 3000, answerChars: 4000 });
  const table = many.path("table.jsonl");
  const original = readFileSync(table);
  routeproof(runArgs("unchanged", many));
  const child = startRouteproof(runArgs("changed", many));
  const end = ended(child);
  const journal = many.path("changed/outcomes.jsonl");
  while ((statSync(journal, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    await new Promise((resume) => setTimeout(resume, 1));
  }
  child.kill("SIGSTOP");
  // The last record's verdict turns round, in place and of the same length.
  const changed = Buffer.from(original);
  changed.write('"weak_ok":null,', changed.lastIndexOf('"weak_ok":true,'));
  writeFileSync(table, changed);
  child.kill("SIGCONT");
  const code = await end;
  writeFileSync(table, original);
  expect(code).toBe(3);
  routeproof(["run", "--resume", many.path("changed")]);
  expect(many.comparison("changed")).toEqual(many.comparison("unchanged"));
  many.remove();
});

test("resuming a finished run calls nothing and says the same", () => {
  const again = routeproof(["run", "--resume", work.path("unkilled")]);
  expect(again.code).toBe(VERDICT);
  expect(again.stderr).toContain(`${RECORDS * 2} outcomes of the earlier session are kept`);
  expect(comparisonText("unkilled")).toBe(expected);
});

function journalBytes(): number {
  return statSync(work.path("killed/outcomes.jsonl"), { throwIfNoEntry: false })?.size ?? 0;
}
