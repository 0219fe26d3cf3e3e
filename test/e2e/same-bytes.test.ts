import { createHash } from "node:crypto";
import {
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unitInterval } from "../../src/core/seed.ts";
import { aFolder } from "../support/a-folder.ts";
import { routeproof } from "../support/routeproof.ts";
import { aSampleRun, type SampleRun } from "../support/sample-run.ts";

/** What a run is, as opposed to what is written of it. */
const SOURCES = new Set(["run.json", "outcomes.jsonl", "rejected.jsonl"]);

/** What a run does not write by itself. */
const focus = ["--format", "focus", "--billing-account", "4711"];
const byRecord = ["--format", "junit", "--junit", "records"];

let run: SampleRun;
beforeAll(() => {
  run = aSampleRun("support-cheapest");
  writeReports(run.folder, focus, {});
});
afterAll(() => run.remove());

test("a copy elsewhere, shuffled, in another zone and language, gives every format byte for byte", () => {
  const copy = join(aFolder(), "moved", "kept");
  mkdirSync(join(copy, ".."));
  cpSync(run.folder, copy, { recursive: true });
  const expected = reportsIn(run.folder);
  for (const name of Object.keys(expected)) rmSync(join(copy, name));
  expect(reportsIn(copy)).toEqual({});
  writeFileSync(join(copy, "outcomes.jsonl"), shuffled(run.path("outcomes.jsonl")));
  const env = { TZ: "Pacific/Auckland", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" };
  // Without a comparison a run is resumed: everything is counted again from the journal.
  const resumed = routeproof(["run", "--resume", copy], { cwd: run.startedIn, env });
  expect(resumed).toMatchObject({ code: 100 });
  expect(resumed.stderr).toContain("480 outcomes of the earlier session are kept");
  // The second session ends later than the first, which is all that it may say of itself.
  cpSync(run.path("run.json"), join(copy, "run.json"));
  writeReports(copy, [], env);
  writeReports(copy, focus, env);
  expect(reportsIn(copy)).toEqual(expected);
  writeReports(run.folder, byRecord, {});
  writeReports(copy, byRecord, env);
  const both = [run.folder, copy].map((folder) => reportsIn(folder)["junit.xml"]);
  expect(both[1]).toBe(both[0]);
  expect(both[0]).not.toBe(expected["junit.xml"]);
  for (const name of ["report.html", "records/0001.html", "report.md", "focus.csv", "junit.xml"]) {
    expect(Object.keys(expected)).toContain(name);
  }
});

function writeReports(
  folder: string,
  options: readonly string[],
  env: Readonly<Record<string, string>>,
): void {
  const done = routeproof(["report", folder, ...options], { cwd: run.startedIn, env });
  expect(done).toMatchObject({ code: 0 });
}

/** The SHA-256 of every report below a folder, by its name. */
function reportsIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile() && !SOURCES.has(name))
    .toSorted();
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}

/** The lines of a file in an order of their own, the same each time. */
function shuffled(file: string): string {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  const drawn = lines.map((line, index) => ({ line, at: unitInterval(`line/${index}`) }));
  return drawn
    .toSorted((left, right) => left.at - right.at)
    .map(({ line }) => `${line}\n`)
    .join("");
}
