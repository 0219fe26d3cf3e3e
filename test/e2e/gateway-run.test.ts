import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  directPolicy,
  gatewayKeys,
  gatewayPolicy,
  gatewayRegistry,
} from "../support/gateway-documents.ts";
import { aParityWorkspace, parityIn, PARITY_RECORDS } from "../support/parity-workspace.ts";
import {
  closedPort,
  startPortkeyGateway,
  type PortkeyGateway,
} from "../support/portkey-gateway.ts";
import { routeproofBeside, type Finished } from "../support/routeproof.ts";
import { startWireServer, type WireServer } from "../wire/wire-server.ts";

const space = aParityWorkspace(gatewayKeys);
const answer = (body: unknown) => ({ text: parityIn(JSON.stringify(body)) });

// Nothing here is streamed: this release of the gateway answers 500 to every stream on Node 26, where
// it appends to headers that fetch hands out for reading alone. Streams through a gateway are tested
// with aimock's OpenRouter surface.
let gateway: PortkeyGateway;
let first: WireServer;
let second: WireServer;
/** The gateway's first target is down, and what it falls back to is blocked. */
let blocked: Finished;

beforeAll(async () => {
  [gateway, first, second] = await Promise.all([
    startPortkeyGateway(),
    startWireServer({ answer }),
    startWireServer({ answer }),
  ]);
  const down = `http://127.0.0.1:${await closedPort()}/v1`;
  space.write("down.yaml", registryOf(down));
  space.write("up.yaml", registryOf(first.baseUrl("ok", "openai")));
  space.write("direct.yaml", directPolicy);
  space.write("unlisted.yaml", gatewayPolicy("unlisted"));
  space.write(
    "blocked.yaml",
    gatewayPolicy("blocked", { fallbacks: "blocked_fallbacks: [second]" }),
  );
  space.write("allowed.yaml", gatewayPolicy("allowed", { routes: "allowed_routes: [first]" }));
  blocked = await live("blocked", "down", `--record=${space.path("recordings")}`);
}, 120_000);

afterAll(async () => {
  await Promise.allSettled([gateway?.stop(), first?.close(), second?.close()]);
  space.remove();
});

function registryOf(firstTarget: string): string {
  const [one, other] = [first, second].map((server) => server.baseUrl("ok", "openai"));
  const addresses = { gateway: gateway.baseUrl, first: one ?? "", second: other ?? "" };
  return gatewayRegistry(addresses, firstTarget);
}

function run(
  out: string,
  registry: "down" | "up",
  candidate: string,
  ...more: readonly string[]
): Promise<Finished> {
  const arms = { baseline: "direct.yaml", candidate: `${candidate}.yaml` };
  const paths = `--registry=${space.path(`${registry}.yaml`)}`;
  return space.run(out, arms, paths, "--format=json,md", ...more);
}

function live(
  candidate: string,
  registry: "down" | "up",
  ...more: readonly string[]
): Promise<Finished> {
  const caps = ["--provider=live", "--max-spend=1"];
  return run(`${candidate}-${registry}`, registry, candidate, ...caps, ...more);
}

test("a blocked fallback of the gateway rejects it", () => {
  expect(blocked.stderr).toContain("exit 100");
  expect(blocked.code).toBe(100);
  const { policies, comparisons } = space.comparison("blocked-down");
  expect(policies["blocked"]?.overall.policy_violation_rate).toMatchObject({
    value: 1,
    n: PARITY_RECORDS,
  });
  expect(policies["blocked"]?.first_violations?.[0]).toEqual({
    record: "p-0",
    because: "fell back to second: it is in blocked_fallbacks",
  });
  expect(comparisons[0]?.verdict.decision).toBe("reject");
});

test("the report names what served, the gateway's fallbacks and each violation's record", () => {
  const report = space.text("blocked-down", "report.md");
  expect(report).toContain("| second-model-2026-09-01 | 40 |");
  expect(report).toContain("fell back to second: it is in blocked_fallbacks");
  expect(report).toMatch(/routeproof show \S+ p-0/u);
  const { overall } = space.comparison("blocked-down").policies["blocked"] ?? {};
  expect(overall?.served_models).toEqual({ "second-model-2026-09-01": PARITY_RECORDS });
  expect(overall?.gateway?.fallback_rate).toMatchObject({ value: 1, n: PARITY_RECORDS });
  expect(overall?.fallback_rate).toMatchObject({ value: 1, n: PARITY_RECORDS });
});

test("show tells of one record what served it and what that breaks", async () => {
  const shown = await routeproofBeside(["show", space.path("blocked-down"), "p-7"]);
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain("second-model-2026-09-01");
  // Its columns stand side by side and are folded.
  expect(shown.stdout).toContain("violation: fell back to second: it is in");
});

test("what the gateway serves costs what its route does, and that is what was paid", () => {
  const { policies } = space.comparison("blocked-down");
  const { spend } = space.manifest("blocked-down");
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, answers } =
    second.served.of("second-model");
  const uncached = inputTokens - cacheReadTokens - cacheWriteTokens;
  const usd =
    (uncached * 2 + cacheReadTokens * 0.2 + cacheWriteTokens * 2.5 + outputTokens * 10) / 1e6;
  const costs = ["direct", "blocked"].map((name) => policies[name]?.overall.cost.total_usd ?? 0);
  expect(answers).toBe(2 * PARITY_RECORDS);
  expect(costs[0]! + costs[1]!).toBeCloseTo(usd, 9);
  expect(spend).toMatchObject({ sent: 2 * PARITY_RECORDS, unknown_calls: 0 });
  expect(spend?.usd).toBeCloseTo(usd, 9);
});

test("nobody is warned that the gateway's own route has no price", () => {
  expect(space.manifest("blocked-down").prices["gate"]).toBeNull();
  expect(space.manifest("blocked-down").warnings).toEqual([]);
});

test("each finished call is in attempts.jsonl at the served route's price", () => {
  const finished = space
    .lines("blocked-down", "attempts.jsonl")
    .filter(({ event, route }) => event === "finish" && route === "gate");
  expect(finished).toHaveLength(PARITY_RECORDS);
  expect(finished.every(({ cost_usd }) => typeof cost_usd === "number" && cost_usd > 0)).toBe(true);
});

test("from the recordings the same comparison comes again, byte for byte", async () => {
  const before = second.count();
  const again = await run("again", "down", "blocked", `--recordings=${space.path("recordings")}`);
  expect(again.code).toBe(100);
  expect(second.count()).toBe(before);
  expect(space.text("again", "comparison.json")).toBe(
    space.text("blocked-down", "comparison.json"),
  );
});

test("another configuration of the gateway is another request, which no recording answers", async () => {
  const recordings = `--recordings=${space.path("recordings")}`;
  const missed = await run("missed", "up", "blocked", recordings);
  expect(missed.code).toBe(3);
  expect(space.text("missed", "outcomes.jsonl")).toContain("extra_headers.x-portkey-config");
});

test("a served route that allowed_routes does not name rejects the gateway", async () => {
  const done = await live("allowed", "down");
  expect(done.code).toBe(100);
  expect(space.comparison("allowed-down").policies["allowed"]?.first_violations?.[0]).toEqual({
    record: "p-0",
    because: "served second: it is not in allowed_routes",
  });
});

test("with its first target up nothing is broken: the same gate promotes", async () => {
  const done = await live("blocked", "up");
  expect(done.stderr).toContain("exit 0: promote");
  const { overall } = space.comparison("blocked-up").policies["blocked"] ?? {};
  expect(overall?.gateway?.fallback_rate).toMatchObject({ value: 0 });
  expect(overall?.policy_violation_rate).toMatchObject({ value: 0 });
  expect(overall?.served_models).toEqual({ "first-model-2026-09-01": PARITY_RECORDS });
  expect(overall?.cost.total_usd).toBeLessThan(
    space.comparison("blocked-down").policies["blocked"]?.overall.cost.total_usd ?? 0,
  );
});

test("a fallback is no violation where no list speaks of it, and is counted all the same", async () => {
  const done = await live("unlisted", "down");
  expect(done.code).toBe(0);
  const { overall } = space.comparison("unlisted-down").policies["unlisted"] ?? {};
  expect(overall?.policy_violation_rate).toMatchObject({ value: 0 });
  expect(overall?.gateway?.fallback_rate).toMatchObject({ value: 1 });
});

test("the gateway's key goes to it alone, and no key is in any file", () => {
  const bearers = second.requests.slice(0, 2 * PARITY_RECORDS).map(({ headers }) => {
    return headers.authorization;
  });
  const sent = (key: string): number => bearers.filter((one) => one === `Bearer ${key}`).length;
  expect(sent(gatewayKeys.TEST_GATEWAY_KEY)).toBe(PARITY_RECORDS);
  expect(sent(gatewayKeys.TEST_SECOND_KEY)).toBe(PARITY_RECORDS);
  for (const name of readdirSync(space.folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.\w+$/u.test(name)) continue;
    const text = readFileSync(join(space.folder, name), "utf8");
    for (const key of Object.values(gatewayKeys)) expect(text).not.toContain(key);
  }
});

test("at the cap a run through a gateway stops, and has spent no more", async () => {
  const before = second.count();
  const caps = ["--provider=live", "--max-spend=0.002", "--concurrency=50"];
  const stopped = await run("capped", "down", "unlisted", ...caps);
  expect(stopped.code).toBe(4);
  const { spend } = space.manifest("capped");
  expect(spend?.usd).toBeGreaterThan(0);
  expect(spend?.usd).toBeLessThanOrEqual(0.002);
  expect(spend?.sent).toBe(second.count() - before);
});

test("a gateway that refuses every call breaks no list, and is not promoted for it", async () => {
  const config = 'x-portkey-config: \'{"strategy":{"mode":"no such mode"}}\'';
  const wrong = registryOf("http://127.0.0.1:9/v1").replace(/x-portkey-config: '.*'/u, config);
  space.write("up.yaml", wrong);
  const done = await live("unlisted", "up");
  expect(done.code).toBe(101);
  expect(done.stderr).toContain("inconclusive");
  expect(space.text("unlisted-up", "report.md")).toContain(
    "the gateway answered for none of 40 outcomes",
  );
});

test("a route without a price that the gateway may serve fails before the first call", async () => {
  const unpriced = registryOf("http://127.0.0.1:9/v1").replace(
    /\n {4}price: .*(?=\n {2}second)/u,
    "",
  );
  space.write("up.yaml", unpriced);
  const before = second.count();
  const refused = await run("unpriced", "up", "unlisted", "--provider=live", "--max-spend=1");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('no spend cap can hold route "gate"');
  expect(refused.stderr).toContain('it may serve "first"');
  expect(second.count()).toBe(before);
});

test("a registry cannot give the gateway a key in a header", async () => {
  const header = "extra_headers: {authorization: x, x-portkey-config:";
  space.write(
    "up.yaml",
    registryOf("http://127.0.0.1:9/v1").replace("extra_headers: {x-portkey-config:", header),
  );
  const refused = await run("keyed", "up", "unlisted", "--provider=live", "--max-spend=1");
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("extra_headers: expected an object without authorization");
});
