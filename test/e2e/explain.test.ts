import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { displayWidth } from "../../src/reports/display-width.ts";
import { hasTerminal, onTerminal } from "../support/narrow-terminal.ts";
import { numbersOnly, projectRoot, routeproof } from "../support/routeproof.ts";
import { skipSaying } from "../support/skip-saying.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

const dataset = "datasets/support-triage.dataset.yaml";
const policy = "policies/support-by-risk.yaml";
const args = ["explain", "--policy", policy, "--dataset", dataset];

interface Row {
  readonly id: string;
  readonly risk: string;
  readonly locale: string;
  readonly sla_ms: number;
}

interface ExplainedFile {
  readonly matched: number;
  readonly memory: string;
  readonly records: readonly { readonly record: string; readonly route: string | null }[];
}

/** The sample's rows, read by nothing of ours. */
const rows = readFileSync(join(projectRoot, "datasets/support-triage.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Row);

/** What policies/support-by-risk.yaml says, by hand. */
function routeOf({ risk, sla_ms: slaMs }: Row): string {
  const isFast = risk !== "high" && (risk === "low" || slaMs < 5000);
  return isFast ? "fast_support_route" : "balanced_support_route";
}

function explained(...more: readonly string[]): ExplainedFile {
  const done = routeproof([...args, "--json", ...more]);
  expect(done.stderr).toBe("");
  expect(done.code).toBe(0);
  return JSON.parse(done.stdout) as ExplainedFile;
}

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 30 });
});

afterAll(() => work.remove());

test("one record is explained: labels, routes kept, chain, cost, review", () => {
  const done = routeproof([...args, "--record", "st-0010"]);
  expect(done.code).toBe(0);
  expect(done.stdout).toContain(`record st-0010
labels: intent=legal_or_policy_question, locale=en-GB, risk_class=high, channel=email, plan=free
owner: support_emea
workflow: T-51420
`);
  expect(done.stdout).toContain(`route: balanced_support_route
  because: rule 1: tags.risk_class == "high"
  first: calls balanced_support_route
`);
  expect(done.stdout).toContain("  ✓ fast_support_route: eligible, $");
  expect(done.stdout).toContain("chain: backup_support_route\n");
  expect(done.stdout).toContain("a person must look: legal_or_policy_question\n");
});

test("every record's route is what the policy's rules say, computed by hand", () => {
  const all = explained("--limit", "1000");
  expect(all.matched).toBe(rows.length);
  expect(all.records.map(({ record, route }) => [record, route])).toEqual(
    rows.map((row) => [row.id, routeOf(row)]),
  );
});

test("--where picks the records that a condition holds for, and --limit says how many are told", () => {
  const german = rows.filter(({ locale, risk }) => locale === "de-DE" && risk === "high");
  expect(german.length).toBeGreaterThan(2);
  const where = 'tags.locale == "de-DE" && tags.risk_class == "high"';
  const found = explained("--where", where, "--limit", "2");
  expect(found.matched).toBe(german.length);
  expect(found.records.map(({ record }) => record)).toEqual(german.slice(0, 2).map(({ id }) => id));
});

test("an unknown record is exit 2 with the nearest id; so is a condition that holds for none", () => {
  const slip = routeproof([...args, "--record", "st-010"]);
  expect(slip.code).toBe(2);
  expect(slip.stdout).toBe("");
  expect(slip.stderr).toBe(
    'error: support_triage has no record "st-010"\nexit 2: did you mean "st-0010"?\n',
  );
  const none = routeproof([...args, "--where", 'tags.locale == "xx"']);
  expect(none.code).toBe(2);
  expect(none.stderr).toContain("--where holds for no record of support_triage");
});

test("a condition that cannot be read, or fails on a record, is exit 2 and says where", () => {
  const unknown = routeproof([...args, "--where", 'tag.locale == "x"']);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toMatch(/--where:1:1: .*tag.*tags/);
  const missing = routeproof([...args, "--where", 'tags.nowhere == "x"']);
  expect(missing.code).toBe(2);
  expect(missing.stderr).toContain('fails on record "st-0001"');
});

test("a rule that fails on a record is that record's own end, as in a run", () => {
  const faulty = work.write(
    "faulty.yaml",
    `policy_name: faulty
registry: registry.yaml
route_selection:
  strategy: rules
  primary_route: strong
  rules: [{when: 'tags.nowhere == "x"', route: weak}]
`,
  );
  const table = work.path("table.dataset.yaml");
  const done = routeproof(["explain", `--policy=${faulty}`, `--dataset=${table}`, "--limit=1"]);
  expect(done.code).toBe(0);
  expect(done.stdout.replaceAll(/\n *│ /g, " ")).toContain('rule 1 fails on record "rec-0"');
  expect(done.stdout).toContain("in a run this record ends as harness_error");
});

test("a stop before any call is told beside the route that it makes idle", () => {
  const stopping = work.write(
    "stopping.yaml",
    `policy_name: stopping
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: strong}
fallback: {stop_and_queue: [flagged]}
`,
  );
  const manifest = readFileSync(work.path("table.dataset.yaml"), "utf8");
  const flagged = work.write(
    "flagged.dataset.yaml",
    manifest.replace("tags: {intent: intent}", "tags: {intent: intent, flagged: weak_ok}"),
  );
  const words = ["explain", `--policy=${stopping}`, `--dataset=${flagged}`, "--json"];
  const file = JSON.parse(
    routeproof([...words, "--where", 'tags.flagged == "true"', "--limit=1"]).stdout,
  ) as { readonly records: readonly { readonly first_step: unknown }[] };
  expect(file.records[0]?.first_step).toEqual({
    kind: "queue",
    because: "flagged before any call",
  });
});

test("over a run: exactly the records whose decided route differs, grouped by their reasons", () => {
  expect(routeproof([...work.runArgs("run"), numbersOnly]).code).not.toBe(2);
  const done = routeproof(["explain", "--run", work.path("run"), "--json"]);
  expect(done.code).toBe(0);
  const file = JSON.parse(done.stdout) as Record<string, unknown>;
  const lines = readFileSync(work.path("run/outcomes.jsonl"), "utf8").trimEnd().split("\n");
  const outcomes = lines.map(
    (line) => JSON.parse(line) as { readonly arm: number; readonly accepted: boolean },
  );
  const accepted = (arm: number): number =>
    outcomes.filter((outcome) => outcome.arm === arm && outcome.accepted).length;
  expect(file).toEqual({
    run: work.path("run"),
    between: ["all_strong", "all_weak"],
    pairs: 30,
    unpaired: 0,
    changed: 30,
    groups: [
      {
        before: { route: "strong", because: "pinned to this route" },
        after: { route: "weak", because: "pinned to this route" },
        count: 30,
        accepted_before: accepted(0),
        accepted_after: accepted(1),
        first_records: ["rec-0", "rec-1", "rec-2", "rec-3", "rec-4"],
      },
    ],
  });
});

test("over a run: --where counts some of its records, --between and --record name what there is", () => {
  routeproof([...work.runArgs("again"), numbersOnly]);
  const run = ["explain", "--run", work.path("again")];
  const table = readFileSync(work.path("table.csv"), "utf8").split("\n").slice(1);
  const billing = table.filter((line) => line.split(",")[2] === "billing").length;
  const where = routeproof([...run, "--where", 'tags.intent == "billing"', "--json"]);
  expect(JSON.parse(where.stdout)).toMatchObject({ pairs: billing, changed: billing });

  const slip = routeproof([...run, "--between", "all_strong", "all_weka"]);
  expect(slip.code).toBe(2);
  expect(slip.stderr).toContain('did you mean "all_weak"?');
  const back = routeproof([...run, "--between", "all_weak", "all_strong"]);
  expect(back.stdout).toContain("all_weak → all_strong in ");

  const one = routeproof([...run, "--record", "rec-7"]);
  expect(one.stdout).toContain("all_strong\nroute: strong\n  because: pinned to this route\n");
  expect(one.stdout).toContain("all_weak\nroute: weak\n");
  const other = routeproof([...run, "--record", "rec-70"]);
  expect(other.code).toBe(2);
  expect(other.stderr).toMatch(/did you mean "rec-[07]"\?/);

  work.write("table.csv", `${readFileSync(work.path("table.csv"), "utf8")}\n`);
  const changed = routeproof([...run, "--where", 'tags.intent == "billing"']);
  expect(changed.code).toBe(2);
  expect(changed.stderr).toContain("changed since it was made");
});

test("options that say nothing together are refused, with what to type", () => {
  for (const [words, says] of [
    [["explain"], "--policy is missing"],
    [[...args, "--record", "a", "--where", "true"], "--record and --where exclude each other"],
    [[...args, "--between", "a", "b"], "--between goes with --run"],
    [["explain", "--run", "r", "--policy", policy], "take out --policy"],
    [[...args, "--limit", "0"], "--limit must be a whole number of 1 or more"],
  ] as const) {
    const done = routeproof(words);
    expect({ words, code: done.code }).toEqual({ words, code: 2 });
    expect(done.stderr).toContain(says);
    expect(done.stderr).toMatch(/exit 2: .+\n$/);
  }
  const json = routeproof(["explain", "--json"]);
  expect(JSON.parse(json.stdout)).toMatchObject({ error: { exit_code: 2 } });
});

test("hostile data is inert, and begins no line", () => {
  const evil = "\u001b]0;pwn\u0007::error::x\u202e";
  const csv = `id,prompt,intent,weak_text,weak_ok\n"${evil}","hello","\n${evil}","a",true\n`;
  work.write("evil.csv", csv);
  const manifest = work.write(
    "evil.dataset.yaml",
    `dataset: evil
kind: outcomes
source: {path: evil.csv, format: csv}
record: {id: id, prompt: prompt, tags: {intent: intent}}
outcomes: {weak: {response: weak_text, accepted: weak_ok}}
`,
  );
  const done = routeproof([
    "explain",
    `--policy=${work.path("weak.yaml")}`,
    `--dataset=${manifest}`,
  ]);
  expect(done.code).toBe(0);
  expect(done.stdout).toContain("record \\x1b]0;pwn\\x07::error::x\\u202e");
  expect(done.stdout).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  expect(done.stdout).not.toMatch(/^\s*::/m);
});

test("a narrow window gets no line that is wider", (context) => {
  if (!hasTerminal) skipSaying(context, "there is no `script` that could stand in for a terminal");
  const shown = onTerminal([...args, "--record", "st-0010"], 50);
  expect(shown).toContain("record st-0010");
  expect(shown.length).toBeGreaterThan(20);
  for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(50);
});
