import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TuneReport } from "../../src/core/tune-report.ts";
import type { Comparison } from "../../src/core/comparison.ts";
import { unitInterval as unitOf } from "../../src/core/seed.ts";
import { readPolicy } from "../../src/policies/read-policy.ts";
import { type Finished, numbersOnly, routeproof } from "../support/routeproof.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

const THRESHOLD = "route_selection.threshold.at_least";

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 300 });
  work.write(
    "by-length.yaml",
    `# Chosen by hand, long ago.
policy_name: by_length # its name
registry: registry.yaml
route_selection:
  strategy: threshold
  threshold: {score: request.prompt_chars, at_least: 16, route: strong, otherwise: weak} # to be tuned
`,
  );
  work.write(
    "cascade.yaml",
    `policy_name: cascade
registry: registry.yaml
route_selection:
  strategy: cascade
  cascade: {routes: [weak, strong], escalate_when: 'tags.intent == "billing"', max_escalations: 1}
`,
  );
}, 60_000);

afterAll(() => work.remove());

function tune(policy: string, ...flags: readonly string[]): Finished {
  const records = flags.includes("--run") ? [] : ["--dataset", work.path("table.dataset.yaml")];
  return routeproof(["tune", "--policy", work.path(policy), ...records, ...flags]);
}

function report(policy: string, ...flags: readonly string[]): TuneReport {
  const done = tune(policy, ...flags, "--json");
  expect(done.stderr).toBe("");
  return JSON.parse(done.stdout) as TuneReport;
}

/** What check says of a policy, without where. */
const findings = (path: string): readonly string[] =>
  routeproof(["check", path])
    .stdout.split("\n")
    .map((line) => line.replace(/^\S+:\d+:\d+: /, ""))
    .filter((line) => !line.includes(".yaml"));

const sweep = ["--sweep", `${THRESHOLD}=14:18:1`, "--bootstrap", "50"];

describe("the policy that tune writes", () => {
  test("has the chosen value, keeps its comments, and says where it comes from", async () => {
    const out = work.path("tuned.yaml");
    const found = report("by-length.yaml", ...sweep, "-o", out);
    const chosen = found.chosen!;
    const value = chosen.setting[THRESHOLD];
    const text = readFileSync(out, "utf8");
    const before = readFileSync(work.path("by-length.yaml"), "utf8");
    expect(
      text.startsWith(
        before.replace("by_length #", "by_length_tuned #").replace("16", String(value)),
      ),
    ).toBe(true);
    const { policy, document } = await readPolicy(out);
    expect(policy.strategy).toMatchObject({ kind: "threshold", atLeast: value });
    const held = found.settings[chosen.index]!.held_out;
    expect(document.value).toMatchObject({
      provenance: {
        from: "by-length.yaml",
        from_version: found.version,
        dataset: "workspace",
        dataset_sha256: found.dataset.sha256,
        split: { fit: 0.5, seed: 1, in_sample: false },
        objective: "cost_per_accepted",
        setting: { [THRESHOLD]: value },
        held_out: { records: held.records, acceptance_rate: held.acceptance_rate.value },
      },
    });
    expect(findings(out)).toEqual(findings(work.path("by-length.yaml")));
  });

  test("has a version that speaks of the value and not of where it comes from", () => {
    const out = work.path("same.yaml");
    const found = report("by-length.yaml", ...sweep, "-o", out, "--name", "by_length");
    const value = String(found.chosen!.setting[THRESHOLD]);
    const byHand = work.write(
      "by-hand.yaml",
      readFileSync(work.path("by-length.yaml"), "utf8").replace("16", value),
    );
    const done = routeproof(["diff", byHand, out, "--json"]);
    const versions = JSON.parse(done.stdout) as { readonly changes: readonly unknown[] };
    expect(versions.changes).toEqual([]);
    expect(found.chosen!.version).not.toBe(found.version);
  });

  test("finds its registry from another folder, and never replaces a file", () => {
    mkdirSync(work.path("elsewhere"));
    const out = work.path("elsewhere/tuned.yaml");
    report("by-length.yaml", ...sweep, "-o", out);
    expect(readFileSync(out, "utf8")).toContain("registry: ../registry.yaml");
    expect(findings(out)).toEqual(findings(work.path("by-length.yaml")));
    const again = tune("by-length.yaml", ...sweep, "-o", out);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("the file is there already");
  });

  test("is not written where no setting keeps the limits", () => {
    const out = work.path("impossible.yaml");
    const done = tune("by-length.yaml", ...sweep, "--min-acceptance", "1", "-o", out);
    expect(done.code).toBe(101);
    expect(done.stderr).toContain("no setting keeps the limits");
    expect(done.stdout).toContain("5 of 5 are below the acceptance of 100 %");
    expect(existsSync(out)).toBe(false);
  });
});

describe("what settings are chosen by and shown on", () => {
  test("a setting's figures are those of a run of the same policy over the same records", () => {
    const found = report("by-length.yaml", "--sweep", `${THRESHOLD}=17`, "--fit-share", "1");
    work.write(
      "seventeen.yaml",
      readFileSync(work.path("by-length.yaml"), "utf8").replace("16", "17"),
    );
    routeproof([
      "run",
      "--dataset",
      work.path("table.dataset.yaml"),
      "--out",
      work.path("run-17"),
      "--baseline",
      work.path("strong.yaml"),
      "--candidate",
      work.path("seventeen.yaml"),
      numbersOnly,
    ]);
    const { policies } = work.comparison("run-17");
    const { acceptance_rate, cost, latency } = policies["by_length"]!.overall;
    const point = found.settings[0]!.held_out;
    expect(point.acceptance_rate).toEqual(acceptance_rate);
    expect(point.cost).toEqual({
      total_usd: cost.total_usd,
      per_request_usd: cost.per_request_usd,
      unknown_attempts: 0,
      per_accepted_usd: cost.per_accepted_usd,
    });
    expect(point.latency).toEqual(latency);
    expect(found.baselines.single["strong"]!.acceptance_rate).toEqual(
      policies["all_strong"]!.overall.acceptance_rate,
    );
  });

  test("held-out outcomes turned round change no choice and no fit figure", () => {
    const plain = report("by-length.yaml", ...sweep);
    const heldOut = heldOutIds();
    expect(heldOut.size).toBe(plain.split.held_out_records);
    const [header = "", ...rows] = readFileSync(work.path("table.csv"), "utf8").trim().split("\n");
    const turned = rows.map((row) => {
      const [id = ""] = row.split(",");
      return heldOut.has(id)
        ? row.replace(/true|false/g, (w) => (w === "true" ? "false" : "true"))
        : row;
    });
    work.write("turned.csv", `${[header, ...turned].join("\n")}\n`);
    const manifest = readFileSync(work.path("table.dataset.yaml"), "utf8");
    work.write("turned.dataset.yaml", manifest.replace("table.csv", "turned.csv"));
    const done = routeproof([
      "tune",
      "--policy",
      work.path("by-length.yaml"),
      "--json",
      ...sweep,
      "--dataset",
      work.path("turned.dataset.yaml"),
    ]);
    const other = JSON.parse(done.stdout) as TuneReport;
    expect(other.chosen).toEqual(plain.chosen);
    expect(other.settings.map(({ fit }) => fit)).toEqual(plain.settings.map(({ fit }) => fit));
    expect(other.settings.map(({ held_out: p }) => p.accepted)).not.toEqual(
      plain.settings.map(({ held_out: p }) => p.accepted),
    );
  });

  /** Every id that the seed holds out: those of a sweep over them alone have no fit record. */
  function heldOutIds(): ReadonlySet<string> {
    const ids = new Set<string>();
    for (let index = 0; index < 300; index += 1) {
      if (unitOf(`1/split/rec-${index}`) >= 0.5) ids.add(`rec-${index}`);
    }
    return ids;
  }
});

describe("where outcomes come from", () => {
  test("a kept run of all routes gives what its table gives", () => {
    routeproof([...work.runArgs("kept"), numbersOnly]);
    const table = report("by-length.yaml", ...sweep);
    const kept = report("by-length.yaml", "--run", work.path("kept"), ...sweep);
    expect(kept.settings).toEqual(table.settings);
  });

  test("a kept simulated run answers for the routes that it called", () => {
    const dataset = "datasets/support-triage.dataset.yaml";
    const pinned = (route: string): string =>
      work.write(
        `${route}.yaml`,
        `policy_name: ${route}\nregistry: ${process.cwd()}/policies/registry.yaml\nroute_selection: {strategy: pinned, primary_route: ${route}}\n`,
      );
    const [fast, balanced] = ["fast_support_route", "balanced_support_route"];
    const out = work.path("simulated");
    routeproof([
      "run",
      "--dataset",
      dataset,
      "--out",
      out,
      "--baseline",
      pinned(balanced),
      "--candidate",
      pinned(fast),
      numbersOnly,
    ]);
    const comparison = JSON.parse(readFileSync(`${out}/comparison.json`, "utf8")) as Comparison;
    work.write(
      "by-risk.yaml",
      `policy_name: by_risk
registry: ${process.cwd()}/policies/registry.yaml
route_selection:
  strategy: rules
  primary_route: ${balanced}
  rules: [{when: 'tags.risk_class == "low"', route: ${fast}}]
`,
    );
    const found = report(
      "by-risk.yaml",
      "--run",
      out,
      "--fit-share",
      "1",
      "--bootstrap",
      "20",
      "--sweep",
      `route_selection.rules.0.route=${fast},${balanced}`,
    );
    expect(found.source).toBe("run");
    expect(found.settings[1]!.held_out.acceptance_rate).toEqual(
      comparison.policies[balanced]!.overall.acceptance_rate,
    );
    expect(found.settings[1]!.held_out.cost.total_usd).toBe(
      comparison.policies[balanced]!.overall.cost.total_usd,
    );
    expect(found.settings[0]!.held_out.cost.total_usd).toBeLessThan(
      found.settings[1]!.held_out.cost.total_usd,
    );
    expect(Object.keys(found.baselines.best_per_category[0]?.routes ?? {})).not.toEqual([]);
  });

  test("a policy of a kept run is replayed as the run had it, retries and escalations included", () => {
    const out = work.path("invoices");
    routeproof([
      "run",
      "--dataset",
      "datasets/invoice-extraction.dataset.yaml",
      "--baseline",
      "policies/invoice-baseline.yaml",
      "--candidate",
      "policies/invoice-cascade.yaml",
      "--out",
      out,
      numbersOnly,
    ]);
    const comparison = JSON.parse(readFileSync(`${out}/comparison.json`, "utf8")) as Comparison;
    const done = routeproof([
      "tune",
      "--policy",
      "policies/invoice-cascade.yaml",
      "--run",
      out,
      "--sweep",
      "fallback.max_attempts=4",
      "--fit-share",
      "1",
      "--json",
    ]);
    const { baselines, settings } = JSON.parse(done.stdout) as TuneReport;
    const { overall } = comparison.policies["invoice_cascade"]!;
    for (const point of [baselines.as_written, settings[0]!.held_out]) {
      expect(point.acceptance_rate).toEqual(overall.acceptance_rate);
      expect(point.cost.total_usd).toBe(overall.cost.total_usd);
      expect(point.latency).toEqual(overall.latency);
      expect(point.not_covered).toBe(0);
    }
  }, 60_000);

  test("a golden dataset says nothing of routes", () => {
    const done = routeproof([
      "tune",
      "--policy",
      work.path("by-length.yaml"),
      ...sweep,
      "--dataset",
      "datasets/support-triage.dataset.yaml",
    ]);
    expect(done.code).toBe(2);
    expect(done.stderr).toContain("nothing says what routes answered");
    expect(done.stderr).toContain("routeproof record --all-routes");
  });
});

describe("what is swept", () => {
  test("a cascade walks as in a run: its cost is that of all attempts", () => {
    const found = report(
      "cascade.yaml",
      "--sweep",
      "route_selection.cascade.routes=subsets",
      "--fit-share",
      "1",
    );
    // Of the three selections two are of one route, which is no cascade.
    expect(found.settings).toHaveLength(1);
    expect(found.notes.join()).toContain("2 selections make no sound policy");
    const { single } = found.baselines;
    const { cost } = found.settings[0]!.held_out;
    expect(cost.total_usd).toBeGreaterThan(single["weak"]!.cost.total_usd);
    expect(cost.total_usd).toBeLessThan(
      single["weak"]!.cost.total_usd + single["strong"]!.cost.total_usd,
    );
  });

  test("a value that makes no policy stops it, with place and setting", () => {
    const done = tune("by-length.yaml", "--sweep", "route_selection.threshold.route=strong,storng");
    expect(done.code).toBe(2);
    expect(done.stderr).toContain("with route_selection.threshold.route=storng");
    expect(done.stderr).toMatch(/by-length\.yaml:6:\d+/);
  });

  test("a cap that counts what was spent before holds as in a run", () => {
    const text = readFileSync(work.path("by-length.yaml"), "utf8");
    const capped = work.write("capped.yaml", `${text}cost: {daily_spend_cap: 0.1}\n`);
    const found = report(
      "capped.yaml",
      "--sweep",
      "cost.daily_spend_cap=0.02,0.1,100",
      "--fit-share",
      "1",
    );
    expect(found.notes.join()).toContain("share a timeline");
    routeproof([
      "run",
      "--dataset",
      work.path("table.dataset.yaml"),
      "--out",
      work.path("run-capped"),
      "--baseline",
      work.path("strong.yaml"),
      "--candidate",
      capped,
      numbersOnly,
    ]);
    const { overall } = work.comparison("run-capped").policies["by_length"]!;
    const [tight, same, free] = found.settings.map(({ held_out: point }) => point);
    expect(same!.acceptance_rate).toEqual(overall.acceptance_rate);
    expect(same!.cost.total_usd).toBe(overall.cost.total_usd);
    expect(overall.capped_rate?.value).toBeGreaterThan(0);
    expect(tight!.cost.total_usd).toBeLessThan(overall.cost.total_usd);
    expect(free!.cost.total_usd).toBeGreaterThan(overall.cost.total_usd);
  });

  test("a team's own code is not run", () => {
    work.write("router.mjs", "export default () => 'weak';\n");
    work.write(
      "module.yaml",
      "policy_name: own\nregistry: registry.yaml\nroute_selection: {strategy: module, module: {path: router.mjs, routes: [weak, strong]}}\n",
    );
    const done = tune("module.yaml", "--sweep", "latency.timeout_ms=1,2");
    expect(done.code).toBe(2);
    expect(done.stderr).toContain("does not run a policy's own code");
  });
});

test("for people: settings, what needs no tuning, the curve and the choice", () => {
  const { stdout, code } = tune("by-length.yaml", ...sweep);
  expect(code).toBe(0);
  for (const text of ["threshold.at_least", "weak alone", "oracle", "APGR", "AIQ", "Chosen:"])
    expect(stdout).toContain(text);
  expect(stdout).toContain("chosen on 134 records, shown on the other 166 of 300");
});
