import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { displayWidth } from "../../src/reports/display-width.ts";
import { hasTerminal, onTerminal } from "../support/narrow-terminal.ts";
import { projectRoot, routeproof } from "../support/routeproof.ts";
import { skipSaying } from "../support/skip-saying.ts";
import { aWorkspace, type Workspace } from "../support/workspace.ts";

const baseline = "policies/support-baseline.yaml";
const byRisk = "policies/support-by-risk.yaml";
const dataset = "datasets/support-triage.dataset.yaml";

interface DiffFile {
  readonly same_version: boolean;
  readonly changes: readonly { readonly path: string; readonly concern: string }[];
  readonly traffic: null | Readonly<Record<string, unknown>>;
  readonly review: readonly { readonly question: string; readonly answer: string }[];
  readonly warnings: readonly string[];
}

function difference(...words: readonly string[]): DiffFile {
  const done = routeproof(["diff", ...words, "--json"]);
  expect(done.stderr).toBe("");
  expect(done.code).toBe(0);
  return JSON.parse(done.stdout) as DiffFile;
}

let work: Workspace;

beforeAll(() => {
  work = aWorkspace({ records: 30 });
});

afterAll(() => work.remove());

test("C1: a line a variable, and the review questions answered", () => {
  const found = difference(baseline, byRisk);
  expect(found.same_version).toBe(false);
  expect(found.changes.map(({ path, concern }) => [path, concern])).toEqual([
    ["policy_name", "identity"],
    ["route_selection.strategy", "behaviour"],
  ]);
  expect(found.warnings).toEqual([]);
  expect(found.traffic).toBeNull();
  expect(found.review.map(({ question, answer }) => [question, answer])).toEqual([
    ["Does one variable change at a time?", "yes"],
    ["Are the deltas attached?", "no"],
    ["Is failover of the two providers with most traffic tested?", "not_known"],
    ["Is the compliance risk by region stated?", "partly"],
    ["Are owner and approver named?", "yes"],
  ]);
});

test("the traffic that moves is what the rules say, counted by hand", () => {
  const rows = readFileSync(join(projectRoot, "datasets/support-triage.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map(
      (line) =>
        JSON.parse(line) as { readonly id: string; readonly risk: string; readonly sla_ms: number },
    );
  const fast = rows.filter(
    ({ risk, sla_ms: slaMs }) => risk !== "high" && (risk === "low" || slaMs < 5000),
  );
  const { traffic } = difference(baseline, byRisk, "--dataset", dataset);
  expect(traffic).toMatchObject({
    records: rows.length,
    moved: fast.length,
    otherwise_changed: 0,
    shifts: [
      {
        before: { kind: "call", route: "balanced_support_route" },
        after: { kind: "call", route: "fast_support_route" },
        count: fast.length,
        first_records: fast.slice(0, 5).map(({ id }) => id),
      },
    ],
    providers: [
      { provider: "google", before: 0, after: fast.length, with_failover: fast.length },
      {
        provider: "openai",
        before: rows.length,
        after: rows.length - fast.length,
        with_failover: rows.length - fast.length,
      },
    ],
  });
  const text = routeproof(["diff", baseline, byRisk, "--dataset", dataset]).stdout;
  expect(text).toContain(`records that go elsewhere first: ${fast.length} of ${rows.length}`);
  expect(text).toContain("✓ Is failover of the two providers with most traffic tested? yes\n");
  expect(text).toContain("    drilled: 1 of the 1 fallbacks that it promises do what is written\n");
});

test("P13: the same policy under another file, order and comment is the same version", () => {
  const first = work.write(
    "first.yaml",
    `policy_name: p
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: weak, allowed_routes: [weak, strong]}
`,
  );
  const second = work.write(
    "second.yaml",
    `# the same, said otherwise
registry: registry.yaml
primary_route: weak
route_selection: {allowed_routes: [strong, weak]}
policy_name: p
`,
  );
  expect(difference(first, second)).toMatchObject({
    same_version: true,
    changes: [],
    warnings: [],
  });
  const text = routeproof(["diff", first, second]).stdout;
  expect(text).toMatch(/\nthe same version: sha256:[0-9a-f]{64}\n\nnothing changes\n/);
});

test("more than one variable is warned of", () => {
  const two = work.write(
    "two.yaml",
    `policy_name: all_strong
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: weak}
latency: {timeout_ms: 9000}
acceptance_tests: {min_eval_pass_rate: 0.9}
`,
  );
  const found = difference(work.path("strong.yaml"), two);
  expect(found.warnings).toEqual([
    "3 variables change at once, 1 of them in what the policy has to prove: " +
      "a difference in results cannot be laid to one of them",
  ]);
});

test("a changed model in another registry is a change of an unchanged policy", () => {
  const registry = readFileSync(work.path("registry.yaml"), "utf8");
  work.write("registry-2.yaml", registry.replace("small-model", "smaller-model"));
  const policy = readFileSync(work.path("weak.yaml"), "utf8");
  const after = work.write("weak-2.yaml", policy.replace("registry.yaml", "registry-2.yaml"));
  expect(difference(work.path("weak.yaml"), after).changes).toEqual([
    {
      path: "routes.weak.model",
      kind: "value",
      concern: "behaviour",
      before: "small-model",
      after: "smaller-model",
    },
  ]);
});

test("policies that are not sound are exit 2, with every problem of both", () => {
  const [one, other] = ["one", "other"].map((name) =>
    work.write(
      `${name}-faulty.yaml`,
      `policy_name: ${name}\nregistry: registry.yaml\nprimary_route: ${name}_route\n`,
    ),
  ) as [string, string];
  const done = routeproof(["diff", one, other]);
  expect(done.code).toBe(2);
  expect(done.stdout).toBe("");
  expect(done.stderr).toContain(`${one}:3:16: the registry has no route "one_route"`);
  expect(done.stderr).toContain(`${other}:3:16: the registry has no route "other_route"`);
  expect(done.stderr).toMatch(/exit 2: .+\n$/);
  expect(routeproof(["diff", one]).code).toBe(2);
});

test("a hostile name is inert, and a narrow window gets no line that is wider", (context) => {
  const evil = work.write(
    "evil.yaml",
    `policy_name: "\\e]0;pwn\\a::error::x\\u202e"
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: weak}
`,
  );
  const done = routeproof(["diff", work.path("strong.yaml"), evil]);
  expect(done.stdout).toContain("\\x1b]0;pwn\\x07::error::x\\u202e");
  expect(done.stdout).not.toMatch(/(?!\n)\p{Cc}|\u202e/u);
  if (!hasTerminal) skipSaying(context, "there is no `script` that could stand in for a terminal");
  const shown = onTerminal(["diff", baseline, byRisk, "--dataset", dataset], 44);
  expect(shown.length).toBeGreaterThan(40);
  for (const line of shown) expect(displayWidth(line)).toBeLessThanOrEqual(44);
});

test("a policy that cannot decide a record is warned of, and not taken for one that moves nothing", () => {
  const cannot = work.write(
    "cannot.yaml",
    `policy_name: cannot
registry: ${join(projectRoot, "policies/registry.yaml")}
primary_route: balanced_support_route
route_selection:
  strategy: rules
  rules:
    - { when: 'tags.no_such_tag == "faq"', route: fast_support_route }
`,
  );
  const found = difference(cannot, cannot, "--dataset", dataset);
  expect(found.warnings).toEqual([
    expect.stringMatching(/^cannot cannot decide 240 of 240 records, which a run would end as /),
    expect.stringMatching(/no_such_tag is missing$/),
  ]);
});
