import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { hasDifference, isWrittenTransition } from "../../../src/core/drill-report.ts";
import { readPolicy } from "../../../src/policies/read-policy.ts";
import { drillPolicy } from "../../../src/run/drills/drill.ts";
import {
  differencesIn,
  drilled,
  helpdesk,
  receipts,
  triage,
} from "../../support/drilled-documents.ts";
import { examplesIn, policiesPage } from "../../support/policies-page.ts";

const rowOf = async (text: string, id: string, registry?: string) => {
  const { rows } = await drilled(text, registry);
  const row = rows.find((one) => one.id === id);
  if (row === undefined)
    throw new Error(`no row ${id} among ${rows.map((one) => one.id).join("; ")}`);
  return row;
};

const pinned = (rest: string) => `policy_name: p
route_selection: {primary_route: main}
${rest}`;

describe("a policy of the template", () => {
  test("C7: keeps each of its eleven written transitions, and what follows from them", async () => {
    const report = await drilled(helpdesk);
    expect(report.rows.map(({ kind, status }) => `${status} ${kind}`)).toEqual([
      "pass primary",
      "pass retry",
      "pass retry",
      "pass fallback",
      "pass stop",
      "pass stop",
      "pass stop",
      "pass unwritten",
      "pass review",
      "pass review",
      "pass review",
      "pass blocked_route",
      "pass blocked_route",
      "pass capability",
      "pass capability",
      "pass capability",
      "pass attempts",
      "pass cap",
      "pass evidence",
      "pass rollback",
      "not_drilled reconciliation",
    ]);
    expect(report.rows.filter(isWrittenTransition)).toHaveLength(11);
    expect(hasDifference(report)).toBe(false);
  });

  test("has a class of failures drilled by each of its kinds, twice where it is retried", async () => {
    const { rows } = await drilled(helpdesk);
    const drills = Object.fromEntries(rows.map(({ id, drills: count }) => [id, count]));
    expect(drills["fallback.retry_same_route_once: transient_error"]).toBe(2 * 7);
    expect(drills["fallback.fallback_to_backup_route: primary_route_unavailable"]).toBe(7);
    // As a tag and as a signal, plainly and with a retry and a fallback written for it too.
    expect(drills["fallback.stop_without_fallback: wrong_region"]).toBe(4);
  });

  test("says what stands in for what it does not name", async () => {
    const { standIns } = await drilled(helpdesk);
    expect(standIns).toEqual([
      "drill_backup stands in for the backup route that the policy does not name",
      "made up, as there is no registry: main, drill_backup, trial, unknown_vendor",
      "the budget ticket_budget, which has no amount, is taken for $0.01",
    ]);
  });

  test("tells each row's place in the file", async () => {
    const row = await rowOf(helpdesk, "fallback.stop_without_fallback: wrong_region");
    expect(row.place).toMatch(/p\.yaml:13:\d+$/);
    const first = await rowOf(helpdesk, "route_selection: the first route");
    expect(first.place).toBeUndefined();
  });
});

test.each([
  ["flat", receipts],
  ["short", triage],
])("a policy in the %s spelling keeps what it promises", async (_, text) => {
  expect(differencesIn(await drilled(text))).toEqual([]);
});

test("C7: the policy of the page keeps what it promises, and has all of C7's tests", async () => {
  const examples = new Map(examplesIn(policiesPage).map(({ file, text }) => [file, text]));
  const report = await drilled(examples.get("drilled.yaml") ?? "", examples.get("registry.yaml"));
  expect(differencesIn(report)).toEqual([]);
  const kinds = new Set(report.rows.map(({ kind }) => kind));
  for (const kind of ["primary", "retry", "queue", "blocked_fallback", "evidence", "rollback"]) {
    expect(kinds).toContain(kind);
  }
  expect(report.rows.at(-1)).toMatchObject({ kind: "reconciliation", status: "not_drilled" });
});

const shared = resolve(import.meta.dirname, "../../../../shared/reference/policy-examples");

test.skipIf(!existsSync(shared)).each([
  ["customer_support_v1.yaml", 11],
  ["invoice_extraction.yaml", 9],
  ["support_chat_triage.yaml", 3],
])("the published %s keeps all of its %i written transitions", async (file, count) => {
  const report = await drillPolicy(await readPolicy(resolve(shared, file)), undefined, { seed: 1 });
  const written = report.rows.filter(isWrittenTransition);
  expect(written.map(({ status }) => status)).toEqual(Array<string>(count).fill("pass"));
  expect(differencesIn(report)).toEqual([]);
});

describe("what is seen", () => {
  test("a retry is told call by call", async () => {
    const row = await rowOf(helpdesk, "fallback.retry_same_route_once: rate_limit");
    expect(row.seen).toBe(
      "rate_limit, then an answer: first main: rate_limit; retry main; answered",
    );
  });

  test("a timeout comes at the very millisecond, and not before", async () => {
    const row = await rowOf(triage, "latency.timeout_ms: 4000");
    expect(row).toMatchObject({ status: "pass", drills: 2 });
    expect(row.seen).toContain("first drill_primary: timeout; fallback reviewed");
  });

  test("a blocked fallback does not serve where it is written as the first backup", async () => {
    const row = await rowOf(receipts, "fallback.blocked_fallbacks: chatty");
    expect(row.status).toBe("pass");
    expect(row.seen).toContain("fallback spare; answered");
  });

  test("an approval covers the last millisecond of its day, and none after", async () => {
    const row = await rowOf(
      pinned(`fallback:
  fallback_to_backup_route: [primary_route_unavailable]
  backup_routes: [spare]
  approval_required: true
  approvals: [{from: main, to: spare, by: lead, until: 2024-02-29}]`),
      "fallback.approvals 1: main → spare",
    );
    expect(row).toMatchObject({ status: "pass", drills: 2 });
    expect(row.seen).toBe(
      "on 2024-02-29, in its last millisecond: first main: rate_limit; fallback spare; answered",
    );
  });

  test("a cap is kept before a call and judged after it", async () => {
    const row = await rowOf(
      pinned("cost: {max_cost_per_request: 0.02}"),
      "cost.max_cost_per_request: 0.02",
    );
    expect(row).toMatchObject({ status: "pass", drills: 3 });
  });

  test("a day's cap counts anew the next day, and an owner's for that owner", async () => {
    const report = await drilled(
      pinned("cost: {daily_spend_cap: 5, daily_spend_cap_per_owner: 1, on_cap: queue}"),
    );
    expect(differencesIn(report)).toEqual([]);
    expect(report.rows.filter(({ kind }) => kind === "cap").map(({ seen }) => seen)).toEqual([
      "when it is spent: no call; queued",
      "when it is spent: no call; queued",
    ]);
  });

  test("a tenant's cap leads to the lesser route, for that tenant alone", async () => {
    const row = await rowOf(
      pinned(`cost:
  caps: [{name: premium, by: tags.tenant, routes: [main], max_requests: 3, downgrade_to: small}]`),
      "cost.caps 1: premium",
    );
    expect(row).toMatchObject({ status: "pass", drills: 3 });
    expect(row.seen).toBe("when the requests are used up: first small; answered");
  });

  test("a route that keeps failing is left alone, and tried again after its cooldown", async () => {
    const row = await rowOf(
      pinned(`health: {min_attempts: 5, max_error_rate: 0.5}
fallback: {fallback_to_backup_route: [primary_route_unavailable], backup_routes: [spare]}`),
      "health",
    );
    expect(row).toMatchObject({ status: "pass", drills: 2 });
    expect(row.seen).toBe("after 5 requests that end in rate_limit: fallback spare; answered");
  });
});

describe("every strategy has its first route", () => {
  const strategies: readonly (readonly [string, string, string])[] = [
    ["priority", "priority: {routes: [one, two]}", "a good answer: first one; answered"],
    ["weighted", "weighted: {routes: {one: 1}}", "a good answer: first one; answered"],
    [
      "threshold",
      "threshold: {score: features.score, at_least: 0.5, route: one, otherwise: two}",
      "a good answer: first two; answered",
    ],
    [
      "cascade",
      "cascade: {routes: [one, two], escalate_when: '!response.signals.is_sure'}",
      "a good answer: first one; answered",
    ],
    ["gateway", "gateway: {route: one}", "a good answer: first one; answered"],
    [
      "rules",
      `primary_route: one
  rules: [{when: 'tags.tier == "gold"', route: two}, {when: 'request.prompt_chars > 900', route: two}]`,
      "a good answer: first one; answered",
    ],
  ];
  test.each(strategies)("%s", async (name, block, seen) => {
    const report = await drilled(`policy_name: p
route_selection:
  strategy: ${name}
  ${block}
fallback:
  retry_same_route_once: [transient_error]
  fallback_to_backup_route: [primary_route_unavailable]
  backup_routes: [spare]
`);
    expect(differencesIn(report)).toEqual([]);
    expect(report.rows[0]?.seen).toBe(seen);
  });

  test("a rule is drilled by a request of which it is the first to hold", async () => {
    const row = await rowOf(
      `policy_name: p
route_selection:
  strategy: rules
  primary_route: one
  rules:
    - {when: 'tags.tier == "gold"', route: two}
    - {when: 'tags.tier == "gold" || features.score >= 0.7', route: three}
`,
      'route_selection.rules 2: tags.tier == "gold" || features.score >= 0.7',
    );
    expect(row.seen).toContain("first three; answered");
  });

  test("a cascade escalates on each answer that its condition holds on", async () => {
    const row = await rowOf(
      `policy_name: p
route_selection:
  strategy: cascade
  cascade: {routes: [one, two], escalate_when: 'has(response.error) || !response.schema_valid'}
fallback: {retry_same_route_once: [rate_limit]}
`,
      "route_selection.cascade: escalate_when",
    );
    expect(row.status).toBe("pass");
    expect(row.drills).toBeGreaterThan(20);
  });
});

describe("what a policy writes and does not do", () => {
  test("a stop on the same failure takes a retry away", async () => {
    const row = await rowOf(
      pinned("fallback: {retry_same_route_once: [timeout], stop_without_fallback: [timeout]}"),
      "fallback.retry_same_route_once: timeout",
    );
    expect(row.status).toBe("fail");
    expect(row.seen).toBe("timeout, then an answer: first main: timeout; stopped");
    expect(row.because).toBe(
      "call 2 had to be retry main, and there was none (also: timeout again and again)",
    );
  });

  test("a stop on one kind leaves the retry of the other kinds alone", async () => {
    const row = await rowOf(
      pinned(
        "fallback: {retry_same_route_once: [transient_error], stop_without_fallback: [timeout]}",
      ),
      "fallback.retry_same_route_once: transient_error",
    );
    expect(row).toMatchObject({ status: "pass", drills: 2 * 6 });
  });

  test("a cascade whose answers are stopped never escalates", async () => {
    const report = await drilled(`policy_name: p
route_selection:
  strategy: cascade
  cascade: {routes: [one, two], escalate_when: 'has(response.schema_valid) && !response.schema_valid'}
fallback: {stop_and_queue: [schema_invalid_after_retry]}
`);
    expect(differencesIn(report)).toEqual(["fail route_selection.cascade: escalate_when"]);
  });

  test("too few attempts never reach the backup", async () => {
    const report = await drilled(
      pinned(`fallback:
  max_attempts: 2
  retry_same_route_once: [transient_error]
  fallback_to_backup_route: [primary_route_unavailable]
  backup_routes: [spare]`),
    );
    expect(differencesIn(report)).toEqual([
      "fail fallback.fallback_to_backup_route: primary_route_unavailable",
    ]);
  });

  test("a backup that lacks a capability does not stand in", async () => {
    const row = await rowOf(
      `policy_name: p
route_selection: {primary_route: small, required_capabilities: [vision]}
fallback: {fallback_to_backup_route: [timeout], backup_routes: [large]}
`,
      "fallback.fallback_to_backup_route: timeout",
      `routes:
  small: {provider: openai, model: s-1, capabilities: {vision: true}}
  large: {provider: openai, model: l-1}
`,
    );
    expect(row).toMatchObject({
      status: "not_drilled",
      because: "the policy names no route that may stand in",
    });
  });
});
