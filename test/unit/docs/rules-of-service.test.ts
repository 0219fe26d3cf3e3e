import { expect, test } from "vitest";
import type { JsonValue } from "../../../src/core/json.ts";
import type { RequestView } from "../../../src/core/request-view.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { someOptions } from "../routing/policy-builders.ts";
import { aView, stepsOf } from "../routing/policy-walk.ts";
import { example, routeOf, walked, walkedWith } from "./page-example.ts";

function asking(content: JsonValue): Partial<RequestView> {
  return { request: { ...aView().request, messages: [{ role: "user", content }] } };
}

test("P2: high risk goes past an unapproved backup to an approved one", async () => {
  const one = await example("high-risk.yaml");
  const low = { tags: { risk: "low" } };
  expect(walkedWith(one, low, "timeout", "ok")).toEqual([
    "first large",
    "fallback backup",
    "answer",
  ]);
  expect(walked(one, "rate_limit", "timeout", "ok")).toEqual([
    "first large",
    "retry large",
    "fallback small",
    "answer",
  ]);
  expect(walked(one, "timeout", "timeout")).toEqual(["first large", "fallback small", "queue"]);
});

test("P3: an experimental route takes part where it is asked for by name", async () => {
  const one = await example("lifecycle.yaml");
  expect(walked(one, "timeout")).toEqual(["first trial", "fallback small", "give_up"]);
  const unasked = await example("lifecycle.yaml", (text) =>
    text.replace(/^ {2}allowed_routes:.*\n/m, ""),
  );
  expect(routeOf(unasked)).toBe("small");
});

test("P4: a prompt that is too long falls back, a file queues", async () => {
  const one = await example("capabilities.yaml");
  expect(walkedWith(one, asking("x".repeat(4 * 32_000)), "ok")).toEqual(["first small", "answer"]);
  expect(walkedWith(one, asking("x".repeat(4 * 32_000 + 1)), "ok")).toEqual([
    "fallback backup",
    "answer",
  ]);
  const image = asking([{ type: "image_url", image_url: { url: "https://example.com/a.png" } }]);
  expect(walkedWith(one, image, "ok")).toEqual(["queue"]);
});

test("P5: a deadline leaves each call what others have not taken", async () => {
  const { loaded, registry } = await example("latency.yaml");
  const ends = [
    { kind: "timeout", latencyMs: 20_000 },
    { kind: "timeout", latencyMs: 4_000 },
  ];
  const steps = stepsOf(loaded.policy, ends, { registry });
  // 25 s less 20 s less the wait of 1 s before the retry leave 4 s; then nothing is left.
  expect(steps.map((step) => (step.kind === "call" ? step.timeoutMs : step.kind))).toEqual([
    25_000,
    4_000,
    "give_up",
  ]);
  expect(loaded.policy.latency.nonStreamingTimeoutMs).toBe(20_000);
});

test("P7: retry, fallback, stop and queue, and what may not be sent again", async () => {
  const one = await example("retry-and-fallback.yaml");
  expect(walked(one, "overloaded", "overloaded", "overloaded")).toEqual([
    "first small",
    "retry small",
    "fallback backup",
    "give_up",
  ]);
  expect(walked(one, "schema_broken", "schema_broken")).toEqual([
    "first small",
    "retry small",
    "stop",
  ]);
  expect(walked(one, { signals: { compliance_flag: true } })).toEqual(["first small", "queue"]);
  const tools = { request: { ...aView().request, tools: [{ name: "issue_refund" }] } };
  expect(walkedWith(one, tools, "timeout")).toEqual(["first small", "queue"]);
  expect(walkedWith(one, tools, { toolCalls: ["issue_refund"], kind: "schema_broken" })).toEqual([
    "first small",
    "stop",
  ]);
});

test("P8: statuses and times are triggers, and a time bounds the call", async () => {
  const one = await example("numbers.yaml");
  expect(walked(one, "rate_limit", "overloaded", "ok")).toEqual([
    "first small",
    "retry small",
    "fallback backup",
    "answer",
  ]);
  const [first] = stepsOf(one.loaded.policy, ["ok"], { registry: one.registry });
  expect(first).toMatchObject({ timeoutMs: 30_000, firstTokenTimeoutMs: 10_000 });
  expect(walked(one, { kind: "timeout", latencyMs: 30_000 }, "ok")[1]).toBe("fallback backup");
});

test("P9: less is asked of a route, then the policy gives its own text", async () => {
  const one = await example("degradation.yaml");
  expect(walked(one, "timeout")).toEqual([
    "first large",
    "fallback backup",
    "reduced_scope small",
    "static_answer",
  ]);
});

test("P12: regions by sensitivity, redaction, review of the answer, a hard stop", async () => {
  const one = await example("regions.yaml");
  const { policy } = one.loaded;
  expect(routeOf(one, { tags: { content: "public" } })).toBe("small");
  expect(routeOf(one)).toBe("backup");
  expect(walkedWith(one, { tags: { compliance_flag: "true" } })).toEqual(["queue"]);
  const [, answer] = stepsOf(policy, [{ toolCalls: ["look_up"] }], { registry: one.registry });
  expect(answer).toEqual({ kind: "answer", review: ["response.tool_calls.size() > 0"] });
  // Nothing is written for such content, so that it goes nowhere as it is.
  const secret = aView({ ...asking("I am a@b.de"), tags: { content: "secret" } });
  const decision = createRouter(policy, one.registry, someOptions).decide(secret, { nowMs: 0 });
  expect(decision).toMatchObject({ route: "small", redacted: ["email"] });
});

test("R9: a strategy chooses from what the filters leave, and no route is a decision", async () => {
  const one = await example("pool.yaml");
  expect(routeOf(one)).toBe("large");
  expect(walkedWith(one, asking("x".repeat(1_600_001)))).toEqual(["queue"]);
});
