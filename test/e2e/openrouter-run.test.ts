import { afterAll, beforeAll, expect, test } from "vitest";
import {
  aimockRegistry,
  chatPolicy,
  REPORTED_USD,
  startParityMock,
  type ParityMock,
} from "../support/aimock.ts";
import { aParityWorkspace, PARITY_RECORDS } from "../support/parity-workspace.ts";
import type { Finished } from "../support/routeproof.ts";

const space = aParityWorkspace({ TEST_AIMOCK_KEY: "canary-aimock-9d2c6f1a8e" });
let peer: ParityMock;
let rejected: Finished;

beforeAll(async () => {
  peer = await startParityMock();
  // Its first model is overloaded, and the next one that the request names answers.
  const overloaded = { error: { message: "overloaded", type: "server_error" }, status: 503 };
  peer.mock.prependFixture({ match: { model: "openai/m-chat" }, response: overloaded });
  const router = `  router:
    provider: openai_compatible
    model: openai/m-chat
    base_url: ${peer.url}/api/v1
    api_key_env: TEST_AIMOCK_KEY
    parameters: {max_output_tokens: 20, extra_body: {models: [anthropic/m-messages]}}
`;
  space.write("registry.yaml", aimockRegistry(peer.url) + router);
  space.write("chat.yaml", chatPolicy);
  space.write("listed.yaml", routerPolicy(", allowed_routes: [chat]"));
  space.write("open.yaml", routerPolicy(""));
  rejected = await live("listed");
}, 120_000);

afterAll(async () => {
  await peer?.mock.stop();
  space.remove();
});

function routerPolicy(lists: string): string {
  return `policy_name: router
route_selection: {strategy: gateway, gateway: {route: router}${lists}}
latency: {timeout_ms: 20000, first_token_timeout_ms: 15000}
promotion: {gates: [{metric: policy_violation_rate, max: 0}]}
`;
}

function live(candidate: "listed" | "open"): Promise<Finished> {
  return space.run(
    candidate,
    { baseline: "chat.yaml", candidate: `${candidate}.yaml` },
    `--registry=${space.path("registry.yaml")}`,
    "--provider=live",
    "--max-spend=1",
  );
}

test("a streamed answer of another model than the lists allow rejects the gateway", () => {
  expect(rejected.stderr).toContain("exit 100");
  const { overall, first_violations: first } = space.comparison("listed").policies["router"]!;
  expect(overall.served_models).toEqual({ "anthropic/m-messages": PARITY_RECORDS });
  expect(overall.first_token.p50_ms.value).toBeGreaterThan(0);
  expect(overall.policy_violation_rate.value).toBe(1);
  expect(first?.[0]).toEqual({
    record: "p-0",
    because: "served messages: it is not in allowed_routes",
  });
});

test("what it reports as its cost stands beside our own, in the report too", () => {
  const { cost, tokens } = space.comparison("listed").policies["router"]!.overall;
  const usd = (tokens.input_uncached * 3 + tokens.output * 15) / 1e6;
  expect(cost.total_usd).toBeCloseTo(usd, 9);
  expect(cost).toMatchObject({
    reported_attempts: PARITY_RECORDS,
    own_cost_of_reported_usd: cost.total_usd,
  });
  expect(cost.reported_cost_usd).toBeCloseTo(PARITY_RECORDS * REPORTED_USD, 9);
  expect(space.text("listed", "report.md")).toContain("$0.0400 (40 attempts)");
});

test("where no list speaks of it the same gate promotes", async () => {
  const done = await live("open");
  expect(done.code).toBe(0);
  const { overall, served_routes: served } = space.comparison("open").policies["router"]!;
  expect(overall.policy_violation_rate.value).toBe(0);
  expect(Object.keys(served)).toEqual(["messages"]);
});
