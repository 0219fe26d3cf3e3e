import { describe, expect, test } from "vitest";
import { createRouter } from "../../../src/routing/create-router.ts";
import type { Classification } from "../../../src/core/advice.ts";
import type { Decision } from "../../../src/core/decision.ts";
import { reviewReasons } from "../../../src/routing/review-reasons.ts";
import { aPolicy, aRegistry, someOptions } from "./policy-builders.ts";
import { aView, stepsOf, walk, type End } from "./policy-walk.ts";

const asking = (...conditions: readonly string[]) =>
  aPolicy({ human_review_required_when: conditions });
const reviewOf = (conditions: readonly string[], end: End) =>
  stepsOf(asking(...conditions), [end]).at(-1);

describe("P12: what only the answer tells", () => {
  test("a true signal of the answer asks for a review by its name", () => {
    expect(reviewOf(["refund_exception"], { signals: { refund_exception: true } })).toEqual({
      kind: "answer",
      review: ["refund_exception"],
    });
    expect(reviewOf(["refund_exception"], { signals: { refund_exception: false } })).toEqual({
      kind: "answer",
    });
  });

  test("an expression over the answer is asked when there is one", () => {
    const text = "response.latency_ms > 50.0 && response.tool_calls.size() > 0";
    expect(reviewOf([text], { toolCalls: ["refund"] })).toEqual({ kind: "answer", review: [text] });
    expect(reviewOf([text], "ok")).toEqual({ kind: "answer" });
  });

  test("and not before: it cannot fail for want of one", () => {
    const router = createRouter(asking("response.latency_ms > 50.0"), aRegistry(), someOptions);
    expect(router.decide(aView(), { nowMs: 0 }).review).toEqual([]);
  });

  test("what the request told already is not told twice", () => {
    const view = aView({ tags: { refund_exception: "true" } });
    const ends: End[] = [{ signals: { refund_exception: true } }];
    const policy = asking("refund_exception");
    expect(stepsOf(policy, ends, { view }).at(-1)).toEqual({ kind: "answer" });
  });

  test("only the answer counts, not what was tried before", () => {
    const policy = {
      ...asking("attempts.size() > 1"),
      fallback: aPolicy({ fallback: { retry_same_route_once: ["timeout"] } }).fallback,
    };
    expect(stepsOf(policy, ["timeout", "ok"]).at(-1)).toEqual({
      kind: "answer",
      review: ["attempts.size() > 1"],
    });
    expect(stepsOf(policy, ["ok"]).at(-1)).toEqual({ kind: "answer" });
  });
});

describe("P12: confidence_below_threshold", () => {
  const classified = (label: string | undefined): Classification => ({
    label,
    confidence: 0.4,
    by: "label",
    because: "tags.intent",
    latencyMs: undefined,
    costNanoUsd: undefined,
    usage: undefined,
  });
  const decision: Decision = {
    route: "main",
    because: "test",
    chain: [],
    considered: [],
    review: [],
  };
  const reasons = reviewReasons(asking("confidence_below_threshold"));
  const before = (classification: Classification | undefined) =>
    reasons.before(aView(), { ...decision, ...(classification && { classification }) });

  test("holds where a classifier was unsure", () => {
    expect(before(classified(undefined))).toEqual(["confidence_below_threshold"]);
    expect(before(classified("refund"))).toEqual([]);
  });

  test("without a classifier it is the name of a tag, feature or signal", () => {
    expect(before(undefined)).toEqual([]);
    const view = aView({ tags: { confidence_below_threshold: "true" } });
    expect(reasons.before(view, decision)).toEqual(["confidence_below_threshold"]);
    const policy = aPolicy({ fallback: { stop_and_queue: ["confidence_below_threshold"] } });
    expect(walk(policy, ["ok"], { view })).toEqual(["queue"]);
  });
});
