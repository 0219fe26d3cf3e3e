import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PolicyMetrics } from "../../src/core/metrics.ts";
import type { JournalLine } from "../../src/replay/journal-line.ts";
import {
  aTimedWorkspace,
  type LoggedRequest,
  type TimedWorkspace,
} from "../support/timed-workspace.ts";

const DAY_MS = 86_400_000;
const mondayMs = Date.UTC(2026, 2, 2);
/** Requests of each day of a week; the third and the sixth are busy ones. */
const requestsOfDay = [200, 200, 500, 200, 200, 600, 200] as const;
/** What one call of the premium route costs, and how many a day the cap has room for. */
const PREMIUM_USD = 0.001;
const ROOM = 400;

let work: TimedWorkspace;

const log: readonly LoggedRequest[] = requestsOfDay.flatMap((count, day) =>
  Array.from({ length: count }, (_, index) => ({
    id: `d${day}-${index}`,
    prompt: "Which label fits this ticket?",
    answer: "refund",
    tenant: `t${index % 3}`,
    team: index % 2 === 0 ? "chat" : "mail",
    ticket: `w${day}-${Math.floor(index / 4)}`,
    at: new Date(mondayMs + day * DAY_MS + Math.floor((index / count) * DAY_MS)).toISOString(),
  })),
);

beforeAll(() => {
  work = aTimedWorkspace(log, ", owner: team, workflow: ticket, tags: {tenant: tenant}");
  work.write("registry.yaml", REGISTRY);
  work.write("free.yaml", policyOf("free", ""));
});

afterAll(() => work.remove());

/** Replays a policy with these lines against one without any ceiling. */
function replayed(
  name: string,
  more: string,
  concurrency = 8,
  route = "premium",
  args: readonly string[] = [],
): {
  readonly metrics: PolicyMetrics;
  readonly lines: readonly JournalLine[];
  readonly out: string;
} {
  const out = `${name}-${concurrency}`;
  work.write(`${name}.yaml`, policyOf(name, more, route));
  work.run(out, { baseline: "free", candidate: name, concurrency, more: args });
  const metrics = work.comparison(out).policies[name]!;
  const lines = work
    .journal(out)
    .filter(({ policy }) => policy === name)
    .toSorted((one, other) => one.ordinal - other.ordinal);
  return { metrics, lines, out };
}

const dateOf = (day: number): string =>
  new Date(mondayMs + day * DAY_MS).toISOString().slice(0, 10);

test.each([
  [1, "its usual pace", []],
  [8, "its usual pace", []],
  [8, "an open loop of ten times its pace", ["--speed=10"]],
] as const)(
  "P6: a week's log shows on which days a daily cap bites, at %i slots and %s",
  (slots, _pace, more) => {
    const { metrics, lines, out } = replayed(
      `daily${more.length}`,
      `cost: {daily_spend_cap: ${ROOM * PREMIUM_USD}}\n`,
      slots,
      "premium",
      more,
    );
    // What a plain count of the log says: the first record beyond the room, and how many follow it.
    const bites = requestsOfDay.flatMap((count, day) =>
      count <= ROOM
        ? []
        : [
            {
              ceiling: "cost.daily_spend_cap",
              key: null,
              period: dateOf(day),
              reached_at_ms: day * DAY_MS + Math.floor((ROOM / count) * DAY_MS),
              records_after: count - ROOM - 1,
            },
          ],
    );
    expect(bites.map(({ period }) => period)).toEqual(["2026-03-04", "2026-03-07"]);
    expect(metrics.timeline?.caps).toEqual(bites);
    const refused = requestsOfDay.reduce((sum, count) => sum + Math.max(0, count - ROOM), 0);
    expect(metrics.overall.errors).toEqual({ budget_exceeded: refused });
    expect(metrics.overall.capped_rate?.value).toBe(refused / log.length);
    expect(metrics.overall.cost.total_usd).toBeCloseTo((log.length - refused) * PREMIUM_USD, 9);
    // Nothing is called for a record that money leaves no route.
    expect(lines.filter(({ attempts }) => attempts.length === 0)).toHaveLength(refused);
    const report = readFileSync(work.path(`${out}/report.md`), "utf8");
    expect(report).toContain("cost.daily_spend_cap | all traffic | 2026-03-04 |");
  },
);

test("P6: beyond a tenant's cap records go to the standard route, and the report says so", () => {
  const { metrics, lines } = replayed(
    "tenants",
    "cost: {caps: [{name: premium, by: tags.tenant, routes: [premium], max_requests: 60, downgrade_to: standard}]}\n",
  );
  const used = new Map<string, number>();
  const expected = log.map(({ at, tenant }) => {
    const key = `${at.slice(0, 10)} ${tenant}`;
    const before = used.get(key) ?? 0;
    used.set(key, before + 1);
    return before < 60 ? "premium" : "standard";
  });
  expect(lines.map(({ route }) => route)).toEqual(expected);
  const downgraded = expected.filter((route) => route === "standard").length;
  expect(metrics.overall.downgraded_rate?.value).toBe(downgraded / log.length);
  const capped = lines.filter(({ route }) => route === "standard");
  expect(capped.every(({ trace }) => trace?.downgraded_from === "premium")).toBe(true);
  expect(capped[0]?.because).toBe(
    'downgraded by cost.caps.premium.max_requests, not "premium": all 60 requests of the day of cost.caps.premium.max_requests are used',
  );
  expect(new Set(metrics.timeline?.caps.map(({ key }) => key))).toEqual(
    new Set(["t0", "t1", "t2"]),
  );
});

test("P6: a quota of a fifth is kept to within one request, all day long", () => {
  const { lines } = replayed(
    "quota",
    "cost: {route_quotas: {premium: 0.2}, on_cap: downgrade}\nfallback: {backup_routes: [standard], fallback_to_backup_route: [primary_route_unavailable]}\n",
  );
  const counts = new Map<string, { all: number; premium: number }>();
  for (const { ordinal, route } of lines) {
    const day = log[ordinal]!.at.slice(0, 10);
    const count = counts.get(day) ?? { all: 0, premium: 0 };
    counts.set(day, count);
    count.all += 1;
    if (route === "premium") count.premium += 1;
    expect(count.premium).toBeLessThanOrEqual(0.2 * count.all + 1e-9);
    expect(count.premium).toBeGreaterThan(0.2 * count.all - 1);
  }
});

test("P6: caps of an owner and of a workflow count their own records alone", () => {
  const { lines } = replayed(
    "owners",
    "cost: {daily_spend_cap_per_owner: 0.15, max_cost_per_workflow: 0.003, on_cap: queue}\n",
  );
  const spent = new Map<string, number>();
  const expected = log.map(({ at, team, ticket }) => {
    const [owner, workflow] = [`${at.slice(0, 10)} ${team}`, ticket];
    const calls = (key: string | undefined): number => spent.get(key ?? "") ?? 0;
    if (calls(owner) >= 150 || calls(workflow) >= 3) return "queued";
    for (const key of [owner, workflow]) spent.set(key ?? "", calls(key) + 1);
    return "answered";
  });
  expect(lines.map(({ ending }) => ending)).toEqual(expected);
  expect(new Set(expected)).toEqual(new Set(["answered", "queued"]));
});

test("P6: one request's cap is held before the call and between its calls", () => {
  const { lines } = replayed(
    "request",
    "cost: {max_cost_per_request: 0.0015}\nfallback: {retry_same_route_once: [truncated]}\n",
    8,
    "flaky",
  );
  // An answer that is cut off is paid for: a second call would make 0.002 of it.
  const failed = lines.filter(({ ending }) => ending === "failed");
  expect(failed.length).toBeGreaterThan(20);
  for (const { attempts, failure } of failed) {
    expect(attempts).toHaveLength(1);
    expect(failure?.class).toBe("budget_exceeded");
  }
});

const REGISTRY = `routes:
  premium:
    provider: openai
    model: premium-1
    price: {per_request_usd: ${PREMIUM_USD}}
    simulation: {latency: {p50_ms: 800, p95_ms: 800}, accuracy: 1}
  flaky:
    provider: openai
    model: flaky-1
    price: {per_request_usd: ${PREMIUM_USD}}
    simulation: {latency: {p50_ms: 800, p95_ms: 800}, accuracy: 1, errors: {truncated: 0.03}}
  standard:
    provider: openai
    model: standard-1
    price: {per_request_usd: 0.0001}
    simulation: {latency: {p50_ms: 400, p95_ms: 400}, accuracy: 0.9}
`;

function policyOf(name: string, more: string, route = "premium"): string {
  return `policy_name: ${name}
registry: registry.yaml
route_selection: {strategy: pinned, primary_route: ${route}}
${more}promotion: {gates: [{metric: acceptance_rate, max_drop: 0.5}]}
`;
}
