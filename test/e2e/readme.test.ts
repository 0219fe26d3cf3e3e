import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exitCodes } from "../../src/cli/exit-code.ts";
import { projectRoot, routeproof } from "../support/routeproof.ts";

const readme = readFileSync(resolve(projectRoot, "README.md"), "utf8");
const START = "npm run routeproof -- ";

let folder = "";

beforeAll(() => {
  // Its own folder: the commands write reports where they are run.
  folder = mkdtempSync(join(tmpdir(), "routeproof-readme-"));
  for (const name of ["datasets", "policies"])
    symlinkSync(join(projectRoot, name), join(folder, name));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every routeproof command in the README's shell blocks, in order. */
function commands(): readonly (readonly string[])[] {
  return [...readme.matchAll(/```sh\n([^`]*)```/g)]
    .flatMap(([, block = ""]) => block.split("\n"))
    .filter((line) => line.includes(START))
    .map((line) => line.slice(line.indexOf(START) + START.length).split(" "));
}

/** The output that the README prints after a marker. */
function printedOutput(marker: string): string {
  const found = new RegExp(`<!-- output: ${marker} -->\\s*\`\`\`text\\n([^\`]*)\`\`\``).exec(
    readme,
  );
  return found?.[1] ?? "";
}

/** Run ids differ from run to run; nothing else may. */
function withoutRunId(text: string): string {
  return text.replaceAll(/reports[\\/]\d{4}-\d{2}-\d{2}-\d{6}-[0-9a-f]{6}/g, "reports/RUN_ID");
}

test("every command of the README runs, in order, and none of them fails", () => {
  const found = commands();
  expect(found.length).toBeGreaterThanOrEqual(6);
  for (const args of found) {
    const done = routeproof(args, { cwd: folder });
    const verdicts: readonly (number | null)[] = [exitCodes.promote, exitCodes.reject];
    expect({ args, code: done.code, isVerdict: verdicts.includes(done.code) }).toMatchObject({
      isVerdict: true,
    });
  }
});

test("the outputs that the README prints are today's", () => {
  const [first = [], second = []] = commands();
  expect(withoutRunId(routeproof(first, { cwd: folder }).stdout)).toBe(printedOutput("promote"));
  expect(withoutRunId(routeproof(second, { cwd: folder }).stdout)).toBe(printedOutput("reject"));
});

test("the README's exit codes are the program's", () => {
  for (const [name, code] of Object.entries(exitCodes)) {
    if (["terminated", "interrupted"].includes(name)) continue;
    expect(readme).toMatch(new RegExp(`\\| ${code} +\\|`));
  }
  expect(readme).toContain(`${exitCodes.interrupted}/${exitCodes.terminated}`);
});

test("every option of run stands in the README, and the README names no other", () => {
  const help = routeproof(["run", "--help"]).stdout;
  const ofHelp = new Set([...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name ?? ""));
  const table = readme.slice(
    readme.indexOf("### Options of `run`"),
    readme.indexOf("### Exit codes"),
  );
  const ofReadme = new Set(
    [...table.matchAll(/`?(--[a-z][a-z-]+)/g)].map(([, name]) => name ?? ""),
  );
  expect([...ofReadme].toSorted()).toEqual([...ofHelp].toSorted());
});
