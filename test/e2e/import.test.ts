import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LogSummary } from "../../src/core/log-summary.ts";
import { litellmLog } from "../support/log-generators/litellm.ts";
import { routeproof } from "../support/routeproof.ts";
import { aFolder } from "../support/a-folder.ts";

interface Imported {
  readonly log: LogSummary;
  readonly rejected: number;
}

const reportIn = (folder: string): Imported =>
  JSON.parse(readFileSync(join(folder, "import.json"), "utf8")) as Imported;

function aLog(lines = 500) {
  const folder = aFolder();
  const { lines: generated, totals } = litellmLog(lines);
  const file = join(folder, "spend.jsonl.gz");
  writeFileSync(file, gzipSync(`${[...generated].join("\n")}\n`));
  return { folder, file, totals };
}

test("import writes a dataset that check accepts, and importing that changes nothing more", () => {
  const { folder, file, totals } = aLog();
  const out = join(folder, "prod");
  const done = routeproof(["import", "litellm", file, "-o", out]);
  expect(done.stderr).toBe(
    `exit 0: look it over: routeproof check ${join(out, "prod.dataset.yaml")}\n`,
  );
  expect(done.code).toBe(0);
  expect(done.stdout).toContain(`500 lines of litellm: ${totals.requests} requests`);
  expect(done.stdout).toContain("logged cost");
  expect(done.stdout).toContain("recomputed cost");
  expect(done.stdout).toMatch(/fields that are not read: .*user \(/);
  expect(readdirSync(out).toSorted()).toEqual([
    "import.json",
    "prod.dataset.yaml",
    "records.jsonl",
  ]);
  const { log } = reportIn(out);
  expect(log.cost.logged_usd).toBe(Number(totals.costNanoUsd) / 1e9);
  // Every request was answered at last; of its failed calls those that timed out may be billed.
  const { timeout = 0, ...turnedAway } = log.errors;
  const free = Object.values(turnedAway).reduce((sum, count) => sum + count, 0);
  expect(log.cost.recomputed?.attempts).toBe(totals.requests + free);
  expect(log.cost.recomputed?.unknown_attempts).toBe(timeout);
  const check = routeproof(["check", out]);
  expect(check.code).toBe(0);
  const again = join(folder, "again");
  const records = join(out, "records.jsonl");
  expect(routeproof(["import", "routeproof", records, "-o", again]).code).toBe(0);
  expect(readFileSync(join(again, "records.jsonl"), "utf8")).toBe(readFileSync(records, "utf8"));
  const { log: second } = reportIn(again);
  const { attempts, requests, folded, unseen_attempts, redacted, errors, tokens, cost } = log;
  expect(second).toMatchObject({
    attempts,
    requests,
    folded,
    unseen_attempts,
    redacted,
    errors,
    tokens,
    cost,
  });
});

test("without texts no prompt and no answer is in any file", () => {
  const { folder, file } = aLog(50);
  const out = join(folder, "bare");
  expect(routeproof(["import", "litellm", file, "-o", out, "--store-text", "none"]).code).toBe(0);
  const records = readFileSync(join(out, "records.jsonl"), "utf8");
  expect(records).not.toContain("Answer to");
  expect(records).not.toContain('"messages"');
  expect(
    records
      .split("\n")
      .filter(Boolean)
      .every((line) => line.includes('"redacted":true')),
  ).toBe(true);
});

test("rows that cannot be read are kept apart with their reason, or stop a strict import", () => {
  const folder = aFolder();
  const file = join(folder, "log.jsonl");
  writeFileSync(
    file,
    `${[...litellmLog(3, 0).lines].join("\n")}\n{"spend": \n{"request_id":"x","spend":-1}\n`,
  );
  const out = join(folder, "out");
  const done = routeproof(["import", "litellm", file, "-o", out, "--no-strict", "--json"]);
  expect(done.code).toBe(0);
  expect((JSON.parse(done.stdout) as Imported).rejected).toBe(2);
  const rejected = readFileSync(join(out, "rejected.jsonl"), "utf8").trim().split("\n");
  expect(rejected.map((line) => JSON.parse(line) as unknown)).toEqual([
    { file, line: 4, reason: expect.stringContaining("is not JSON") as unknown },
    { file, line: 5, column: "spend", reason: "expected a number of 0 or more, got -1" },
  ]);
  const strict = routeproof(["import", "litellm", file, "-o", join(folder, "strict"), "--strict"]);
  expect(strict.code).toBe(2);
  expect(strict.stderr).toContain(`${file}:5: column "spend": expected a number of 0 or more`);
  expect(readdirSync(folder)).not.toContain("strict.partial");
});

test.each([
  [
    ["import", "litelm", "x.jsonl", "-o", "o"],
    'unknown log format "litelm"',
    'did you mean "litellm"?',
  ],
  [
    ["import", "csv", "x.jsonl", "-o", "o"],
    'unknown log format "csv"',
    "write a manifest with kind: log",
  ],
  [["import", "litellm", "missing.jsonl", "-o", "o"], "there is no file missing.jsonl", ""],
  [["import", "litellm", "x.jsonl"], "-o, --out is missing", ""],
  [
    ["import", "litellm", "x.jsonl", "-o", "o", "--cost-unit", "usd"],
    "has no use for --cost-unit",
    "",
  ],
  [["import", "litellm", "x.jsonl", "-o", "o", "--tag", "team"], "--tag must be NAME=PATH", ""],
  [["import", "litellm", "x.jsonl", "-o", "o", "--name", ""], "--name is empty", "leave it out"],
  [
    ["import", "litellm", "x.jsonl", "-o", "o", "--tag", "__proto__=a"],
    'the name "__proto__" is reserved',
    "",
  ],
  [["import", "litellm", "x.jsonl", "-o", "full"], "-o full: the folder is not empty", ""],
  [
    ["import", "litellm", "x.jsonl", "-o", "o"],
    "holds no model call",
    "is it a log of this format?",
  ],
])("%j is refused with what to do", (args, message, hint) => {
  const folder = aFolder();
  writeFileSync(join(folder, "x.jsonl"), "\n");
  mkdirSync(join(folder, "full"));
  writeFileSync(join(folder, "full", "file"), "");
  const done = routeproof(args, { cwd: folder });
  expect(done.code).toBe(2);
  expect(done.stderr).toContain(message);
  expect(done.stderr).toContain(hint);
  expect(existsSync(join(folder, "o"))).toBe(false);
});

const ROW = {
  request_id: "a",
  startTime: "2026-10-02T09:00:00Z",
  endTime: "2026-10-02T09:00:01Z",
  model: "gpt-4o-mini",
  custom_llm_provider: "openai",
  model_group: "small",
  messages: {},
  response: {},
};

test("what is wrong with the command line is not placed in a file that nobody wrote", () => {
  const folder = aFolder();
  const file = join(folder, "spend.jsonl");
  writeFileSync(file, `${JSON.stringify(ROW)}\n`);
  const out = join(folder, "out");
  const twice = routeproof(["import", "litellm", file, file, "-o", out]);
  expect(twice.code).toBe(2);
  expect(twice.stderr).toContain(`import: 1 problem\n${file} is named twice\n`);
  const tag = routeproof(["import", "litellm", file, "--tag", "team=nowhere", "-o", out]);
  expect(tag.code).toBe(2);
  expect(tag.stderr).toContain(`import: 1 problem\nno row of ${file} has "nowhere"`);
  expect(existsSync(out)).toBe(false);
});

test("a file of one list is told apart from one that is no log, with what makes lines of it", () => {
  const folder = aFolder();
  const list = join(folder, "export.json");
  writeFileSync(list, JSON.stringify([ROW], null, 2));
  const done = routeproof(["import", "litellm", list, "-o", join(folder, "out")]);
  expect(done.code).toBe(2);
  expect(done.stderr).toContain(`the first: ${list}:1: is not JSON`);
  expect(done.stderr).toContain(`jq -c '.[]' ${list}`);
  const words = join(folder, "words.jsonl");
  writeFileSync(words, "hello\n");
  const other = routeproof(["import", "litellm", words, "-o", join(folder, "out")]);
  expect(other.stderr).toContain("exit 2: is it a log of this format?");
});

test("calls that were turned away cost nothing when recomputed, as a replay has it; others are unknown", () => {
  const folder = aFolder();
  const file = join(folder, "spend.jsonl");
  const failed = (id: string, error_class: string) => ({
    ...ROW,
    request_id: id,
    session_id: id,
    status: "failure",
    spend: 0,
    metadata: { error_information: { error_class } },
  });
  const rows = [failed("a", "RateLimitError"), failed("b", "Timeout")];
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const out = join(folder, "out");
  routeproof(["import", "litellm", file, "-o", out]);
  const { log } = reportIn(out);
  expect(log.errors).toEqual({ rate_limit: 1, timeout: 1 });
  expect(log.cost.recomputed).toMatchObject({ usd: 0, attempts: 1, unknown_attempts: 1 });
});

test("a temporary folder that is none is said with what to do, and a folder's name may end in a dot", () => {
  const { folder, file } = aLog(20);
  const nowhere = { env: { TMPDIR: file } };
  const args = ["import", "litellm", file, "-o", `${join(folder, "prod")}/.`];
  const done = routeproof(args, nowhere);
  expect(done.code).toBe(5);
  expect(done.stderr).toContain(`the temporary folder ${file}: ENOTDIR`);
  expect(done.stderr).toContain("exit 5: free space there, or set TMPDIR to a folder");
  expect(readdirSync(folder)).toEqual(["spend.jsonl.gz"]);
  expect(routeproof(args).code).toBe(0);
  expect(readdirSync(join(folder, "prod"))).toContain("records.jsonl");
});
