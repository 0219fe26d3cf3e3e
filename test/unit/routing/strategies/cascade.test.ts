import { describe, expect, test } from "vitest";
import type { Decision } from "../../../../src/core/decision.ts";
import type { Policy } from "../../../../src/core/policy.ts";
import type { Strategy } from "../../../../src/core/strategy.ts";
import { createRouter } from "../../../../src/routing/create-router.ts";
import { aPolicy, aRegistry, aSource, someOptions } from "../policy-builders.ts";
import { aView, stepsOf, walk } from "../policy-walk.ts";

const registry = aRegistry({ backup: {}, small: {}, medium: {}, large: {} });

function decide(policy: Policy): Decision {
  return createRouter(policy, registry, someOptions).decide(aView(), { nowMs: 0 });
}

describe("cascade", () => {
  const strategy: Strategy = {
    kind: "cascade",
    routes: ["small", "medium", "large"],
    escalateWhen: aSource("!response.signals.parsed_call"),
    maxEscalations: 2,
  };
  const policy = aPolicy({ strategy });
  const poor = { signals: { parsed_call: false } };
  const good = { signals: { parsed_call: true } };

  test("the first route is decided on, the others are its chain", () => {
    expect(decide(policy)).toMatchObject({ route: "small", chain: ["medium", "large"] });
  });

  test("a good answer is not escalated", () => {
    expect(walk(policy, [good], { registry })).toEqual(["first small", "answer"]);
  });

  test("a poor answer goes up, route by route, as an escalation", () => {
    expect(walk(policy, [poor, good], { registry })).toEqual([
      "first small",
      "escalation medium",
      "answer",
    ]);
  });

  test("the last response stands where no route is left", () => {
    expect(walk(policy, [poor], { registry })).toEqual([
      "first small",
      "escalation medium",
      "escalation large",
      "answer",
    ]);
  });

  test("an escalation says why, waits for nothing and needs no approval", () => {
    const strict = aPolicy({ strategy, fallback: { approval_required: true } });
    expect(stepsOf(strict, [poor, good], { registry })[1]).toEqual({
      kind: "call",
      route: "medium",
      attempt: "escalation",
      because: "escalate_when on small",
      waitMs: 0,
      isUnreviewed: false,
    });
  });

  test("max_escalations ends it earlier", () => {
    const once = aPolicy({ strategy: { ...strategy, maxEscalations: 1 } });
    expect(decide(once).chain).toEqual(["medium"]);
    expect(walk(once, [poor], { registry })).toEqual([
      "first small",
      "escalation medium",
      "answer",
    ]);
  });

  test("max_attempts ends it, too", () => {
    const capped = aPolicy({ strategy, fallback: { max_attempts: 2 } });
    expect(walk(capped, [poor], { registry })).toEqual([
      "first small",
      "escalation medium",
      "answer",
    ]);
  });

  test("a refused route is no step of the cascade", () => {
    const blocked = aPolicy({ strategy, blocked_routes: ["medium"] });
    expect(walk(blocked, [poor], { registry })).toEqual([
      "first small",
      "escalation large",
      "answer",
    ]);
  });

  test("the condition sees the tags of the request", () => {
    const tagged = aPolicy({
      strategy: {
        ...strategy,
        escalateWhen: aSource('tags.category != "relevance" && !response.signals.parsed_call'),
      },
    });
    const walkWith = (category: string): string[] =>
      walk(tagged, [poor, good], { registry, view: aView({ tags: { category } }) });
    expect(walkWith("simple")).toEqual(["first small", "escalation medium", "answer"]);
    expect(walkWith("relevance")).toEqual(["first small", "answer"]);
  });

  test("a stop comes before an escalation", () => {
    const stopping = aPolicy({ strategy, fallback: { stop_without_fallback: ["unsafe"] } });
    const end = { signals: { parsed_call: false, unsafe: true } };
    expect(walk(stopping, [end], { registry })).toEqual(["first small", "stop"]);
  });

  describe("after a failed attempt", () => {
    const failing = (text: string, more: object = {}): Policy =>
      aPolicy({ strategy: { ...strategy, escalateWhen: aSource(text) }, ...more });

    test("a condition written for errors escalates once the retries are spent", () => {
      const fallback = { retry_same_route_once: ["transient_error"] };
      const written = failing("has(response.error) || !response.signals.parsed_call", { fallback });
      expect(walk(written, ["timeout", "timeout", good], { registry })).toEqual([
        "first small",
        "retry small",
        "escalation medium",
        "answer",
      ]);
    });

    test("a condition that needs an answer does not, and the failure is the end", () => {
      expect(walk(policy, ["timeout"], { registry })).toEqual(["first small", "give_up"]);
    });

    test("fallback rules follow, and the cascade goes on from there", () => {
      const fallback = {
        fallback_to_backup_route: ["primary_route_unavailable"],
        backup_routes: ["backup"],
      };
      const rescued = failing("!response.signals.parsed_call", { fallback });
      expect(walk(rescued, ["timeout", poor, good], { registry })).toEqual([
        "first small",
        "fallback backup",
        "escalation medium",
        "answer",
      ]);
    });

    test("the cascade never goes back down after a fallback to its top", () => {
      const fallback = {
        fallback_to_backup_route: ["primary_route_unavailable"],
        backup_routes: ["large"],
      };
      const rescued = failing("!response.signals.parsed_call", { fallback });
      expect(walk(rescued, ["timeout", poor], { registry })).toEqual([
        "first small",
        "fallback large",
        "answer",
      ]);
    });
  });

  test("a condition that fails on an answer is an error that names the record", () => {
    const answerWithoutSignal = (): string[] => walk(policy, ["ok"], { registry });
    expect(answerWithoutSignal).toThrow(/escalate_when.*r-1/);
  });
});
