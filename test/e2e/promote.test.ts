import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DecisionEntry } from "../../src/core/decision-entry.ts";
import type { RunManifest } from "../../src/core/run-manifest.ts";
import { routeproof, routeproofBeside } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 120 });
  night("monday", "weak", 0.2);
  night("tuesday", "weak", 0.3);
  night("rejected", "weak", -0.3);
});
afterAll(() => work.remove());

const here = () => ({ cwd: work.folder });
const who = ["--approved-by", "ann", "--why", "40 % cheaper"];

/** One run of the policy `nightly`, which allows so much of a drop: another drop, another version. */
function night(out: string, route: string, maxDrop: number): void {
  const bound = maxDrop < 0 ? `min: ${1 + maxDrop / 100}` : `max_drop: ${maxDrop}`;
  work.write("nightly.yaml", policyText("nightly", route, bound));
  run(out, "nightly.yaml");
}

function policyText(name: string, route: string, bound: string): string {
  return `policy_name: ${name}
owner: {team: support, approver: finance}
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
promotion: {gates: [{metric: acceptance_rate, ${bound}}]}
`;
}

function run(out: string, candidate: string): ReturnType<typeof routeproof> {
  return routeproof(
    [
      "run",
      "--dataset=table.dataset.yaml",
      "--baseline=strong.yaml",
      `--candidate=${candidate}`,
      `--out=${out}`,
    ],
    here(),
  );
}

function log(): readonly DecisionEntry[] {
  const file = work.path("promotions/log.jsonl");
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as DecisionEntry);
}

function manifest(out: string): RunManifest {
  return JSON.parse(readFileSync(work.path(`${out}/run.json`), "utf8")) as RunManifest;
}

const version = (out: string) => work.comparison(out).policies["nightly"]?.version;
const report = (out: string) => readFileSync(work.path(`${out}/report.md`), "utf8");

test("what does not prove itself is not promoted, and nothing is written", () => {
  const rejected = routeproof(["promote", "rejected", ...who], here());
  expect(rejected.code).toBe(100);
  expect(rejected.stderr).toContain("the verdict on nightly is reject");

  const edited = routeproof(["promote", "monday", ...who], here());
  expect(edited.code).toBe(2);
  expect(edited.stderr).toContain("changed since it ran: nightly.yaml");

  const whole = readFileSync(work.path("monday/run.json"), "utf8");
  writeFileSync(work.path("monday/run.json"), whole.replace('"complete"', '"incomplete"'));
  const incomplete = routeproof(["promote", "monday", ...who, "--override", "so what"], here());
  expect(incomplete.code).toBe(3);
  expect(incomplete.stderr).toContain("--resume monday --retry-errors");
  writeFileSync(work.path("monday/run.json"), whole);

  expect(routeproof(["promote", "monday", "--why", "x"], here()).code).toBe(2);
  expect(existsSync(work.path("promotions"))).toBe(false);
});

test("two versions are promoted, and the second goes back to the first", () => {
  work.write("nightly.yaml", policyText("nightly", "weak", "max_drop: 0.2"));
  const first = routeproof(["promote", "monday", ...who], here());
  expect(first.stderr).toBe("");
  expect(first.stdout).toContain("the policy names finance to approve it");
  expect(routeproof(["rollback", "--policy=nightly", ...who], here()).code).toBe(2);

  work.write("nightly.yaml", policyText("nightly", "weak", "max_drop: 0.3"));
  expect(routeproof(["promote", "tuesday", ...who], here()).code).toBe(0);
  const again = routeproof(["promote", "tuesday", ...who], here());
  expect(again).toMatchObject({ code: 0 });
  expect(again.stdout).toContain("is in force already");
  expect(log().map(({ version: of, before }) => [of, before])).toEqual([
    [version("monday"), null],
    [version("tuesday"), version("monday")],
  ]);
  expect(report("tuesday")).toContain("## Decisions");
  expect(manifest("tuesday").decisions).toEqual([log()[1]]);

  const back = routeproof(["rollback", "--policy", "nightly", ...who, "--json"], here());
  const entry = JSON.parse(back.stdout) as DecisionEntry & { readonly policy_file: string };
  expect(entry).toMatchObject({
    kind: "rollback",
    version: version("monday"),
    before: version("tuesday"),
  });
  expect(readFileSync(work.path(entry.policy_file), "utf8")).toContain("max_drop: 0.2");
  // The archive is complete: the policy finds its registry there.
  expect(routeproof(["drill", "--policy", entry.policy_file], here()).stderr).not.toContain(
    "error:",
  );
  expect(routeproof(["rollback", "--policy", "nightli", ...who], here()).stderr).toContain(
    "nightly",
  );
});

test("an archive holds the policy, its registry and the run, byte for byte", () => {
  const [slug] = readdirSync(work.path("promotions")).filter((name) => name.startsWith("nightly-"));
  const [of] = readdirSync(work.path(`promotions/${slug}`)).filter((name) =>
    version("tuesday")?.includes(name),
  );
  const archive = work.path(`promotions/${slug}/${of}/${manifest("tuesday").run_id}`);
  const bytes = (file: string) => readFileSync(file, "utf8");
  expect(bytes(join(archive, "registry.yaml"))).toBe(bytes(work.path("registry.yaml")));
  expect(bytes(join(archive, "nightly.yaml"))).toContain("max_drop: 0.3");
  expect(bytes(join(archive, "run/comparison.json"))).toBe(
    bytes(work.path("tuesday/comparison.json")),
  );
  expect(bytes(join(archive, "promotion.json"))).toContain("40 % cheaper");
});

test("an override is shown in every later report, summary and history", () => {
  work.write("nightly.yaml", policyText("nightly", "weak", "min: 0.997"));
  const forced = [...who, "--override", "the <b>board</b> wants it"];
  const done = routeproof(["promote", "rejected", ...forced], here());
  expect(done.code).toBe(0);
  expect(done.stdout).toContain("against the verdict reject");
  expect(report("rejected")).toContain("**Override:** the &lt;b&gt;board");

  work.write("nightly.yaml", policyText("nightly", "strong", "max_drop: 0.2"));
  const later = run("later", "nightly.yaml");
  expect(later.stdout).toContain("nightly was promoted against the verdict reject");
  expect(report("later")).toContain("**Override:**");
  expect(manifest("later").decisions).toEqual(log());
  const history = routeproof(["history", ".", "--policy=nightly"], here());
  expect(history.stdout).toMatch(/later .* policy, override/);
  const none = routeproof(["promote", "later", ...forced], here());
  expect(none.code).toBe(2);
  expect(none.stderr).toContain("there is nothing to override");
});

test("two promotions at once are both kept", async () => {
  const names = ["one", "two"];
  for (const name of names) {
    work.write(`${name}.yaml`, policyText(name, "weak", "max_drop: 0.2"));
    expect(run(`run-${name}`, `${name}.yaml`).code).toBe(0);
  }
  const done = await Promise.all(
    names.map((name) => routeproofBeside(["promote", `run-${name}`, ...who], here())),
  );
  expect(done.map(({ code }) => code)).toEqual([0, 0]);
  expect(
    log()
      .slice(-2)
      .map(({ policy }) => policy)
      .toSorted(),
  ).toEqual(names);
  expect(existsSync(work.path("promotions/log.lock"))).toBe(false);
});
