import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { projectRoot, type Finished } from "../support/routeproof.ts";

const folder = mkdtempSync(join(tmpdir(), "routeproof-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs what `npm run test:vectors -- FILE` runs, on a file of this text. */
function testVectors(text: string): Finished {
  const file = join(folder, "vectors.json");
  writeFileSync(file, text);
  const args = ["scripts/test-vectors.ts", file];
  const done = spawnSync(process.execPath, args, { cwd: projectRoot, encoding: "utf8" });
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** Wilson's interval of 81 in 263: Newcombe (1998). */
const newcombe = {
  name: "newcombe_81_of_263",
  method: "wilson_ci",
  input: { x: 81, n: 263, alpha: 0.05 },
  expected: { lower: 0.2553, upper: 0.3662 },
  tolerance: 5e-5,
};
const noMatch = {
  name: "no_match",
  method: "replay_and_bounds",
  input: { logged_action: [0], candidate_action: [1], reward: [1], r_min: 0, r_max: 1 },
  expected: { matched: 0, replay_value: null, obp_replay_value: 0 },
};

test("a file whose values are met ends with 0, and traps are passed over", () => {
  const { code, stdout, stderr } = testVectors(JSON.stringify([newcombe, noMatch]));
  expect(stderr).toBe("");
  expect(stdout).toBe(
    "2 of 2 vectors met (2 methods); 0 off, 0 of unknown methods, " +
      "1 values passed over as traps or other definitions\n",
  );
  expect(code).toBe(0);
});

test("what is off is said with method, name, got and expected, and ends with 1", () => {
  const off = { ...newcombe, expected: { lower: 0.25, upper: 0.3662, middle: 0.3 } };
  const broken = { ...newcombe, name: "broken", method: "ppi_mean" };
  const { code, stdout } = testVectors(JSON.stringify([newcombe, off, broken]));
  const lines = stdout.split("\n");
  expect(lines[0]).toMatch(
    /^wilson_ci {2}newcombe_81_of_263 {2}lower: got 0\.255\d+, expected 0\.25$/,
  );
  expect(lines[1]).toBe("wilson_ci  newcombe_81_of_263  middle: got not computed, expected 0.3");
  expect(lines[2]).toMatch(/^ppi_mean {2}broken {2}\*: got threw TypeError: .*, expected values$/);
  expect(lines[3]).toMatch(/^1 of 3 vectors met \(2 methods\); 2 off, 0 of unknown methods/);
  expect(code).toBe(1);
});

test("a method that is not ours is listed, and is not met", () => {
  const other = { ...newcombe, method: "astrology" };
  const { code, stdout } = testVectors(JSON.stringify([other]));
  expect(stdout).toContain("astrology  newcombe_81_of_263  no function of ours\n");
  expect(stdout).toContain("0 of 1 vectors met (1 methods); 0 off, 1 of unknown methods");
  expect(code).toBe(1);
});

test.each([
  ["no JSON", "[", /vectors\.json: .*JSON/],
  ["no list", "{}", /expected a list of vectors/],
  ["an empty list", "[]", /the list holds no vector/],
  ["a list of something else", "[3]", /vector 1 is not an object/],
  [
    "a vector without its input",
    JSON.stringify([newcombe, { ...newcombe, input: [] }]),
    /vector 2 \(newcombe_81_of_263\) has no object in "input"/,
  ],
  [
    "a tolerance in words",
    JSON.stringify([{ ...newcombe, tolerance: "tight" }]),
    /"tolerance" that is not a number/,
  ],
])("%s ends with 2 and says so", (_what, text, message) => {
  const { code, stdout, stderr } = testVectors(text);
  expect(stderr).toMatch(message);
  expect(stderr).toContain("hint: npm run test:vectors -- FILE");
  expect(stdout).toBe("");
  expect(code).toBe(2);
});

test("a file that is not there ends with 2", () => {
  const args = ["scripts/test-vectors.ts", join(folder, "absent.json")];
  const done = spawnSync(process.execPath, args, { cwd: projectRoot, encoding: "utf8" });
  expect(done.status).toBe(2);
  expect(done.stderr).toContain("absent.json: there is no such file");
});
