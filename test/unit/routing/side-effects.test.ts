import { describe, expect, test } from "vitest";
import { aPolicy, aSource } from "./policy-builders.ts";
import { aView, stepsOf, walk } from "./policy-walk.ts";

const fallback = {
  side_effecting_tools: ["refund"],
  retry_same_route_once: ["transient_error", "schema_invalid", "truncated"],
  fallback_to_backup_route: ["primary_route_unavailable", "flagged"],
  backup_routes: ["backup"],
};
const policy = aPolicy({ fallback });
const request = { ...aView().request, tools: [{ name: "refund" }, { name: "look_up" }] };
const setting = { view: aView({ request }) };
const refunding = { toolCalls: ["look_up", "refund"] };

describe("P7: an answer that calls a tool with side effects is final", () => {
  test.each(["schema_broken", "cut_short", "ok"])("%s", (kind) => {
    const ends = [{ ...refunding, kind, signals: { flagged: true } }];
    expect(walk(policy, ends, setting)).toEqual(["first main", "answer"]);
  });

  test("a cascade does not escalate it", () => {
    const strategy = {
      kind: "cascade",
      routes: ["main", "backup"],
      escalateWhen: aSource("true"),
      maxEscalations: 1,
    } as const;
    expect(walk(aPolicy({ strategy, fallback }), [refunding], setting)).toEqual([
      "first main",
      "answer",
    ]);
  });

  test("a written stop or queue holds, as nothing is sent again", () => {
    const careful = aPolicy({ fallback: { ...fallback, stop_and_queue: ["compliance_flag"] } });
    const ends = [{ ...refunding, signals: { compliance_flag: true } }];
    expect(walk(careful, ends, setting)).toEqual(["first main", "queue"]);
  });

  test("schema_invalid_after_retry stops at once: there will be no retry", () => {
    const strict = aPolicy({
      fallback: { ...fallback, stop_without_fallback: ["schema_invalid_after_retry"] },
    });
    const ends = [{ ...refunding, kind: "schema_broken" }];
    expect(walk(strict, ends, setting)).toEqual(["first main", "stop"]);
  });

  test("a call of another tool may be asked for again", () => {
    const ends = [{ toolCalls: ["look_up"], kind: "schema_broken" }, "ok"];
    expect(walk(policy, ends, setting)).toEqual(["first main", "retry main", "answer"]);
  });
});

describe("P7: a call of unknown end that offered such a tool is not sent again", () => {
  test.each(["timeout", "first_token_timeout", "stream_interrupted", "connection"])(
    "%s",
    (kind) => {
      expect(stepsOf(policy, [kind], setting).at(-1)).toEqual({
        kind: "queue",
        because: `failed (${kind}) on main: nobody knows whether it had called refund`,
      });
    },
  );

  test.each(["rate_limit", "overloaded", "transient_5xx"])("%s is known to have ended", (kind) => {
    expect(walk(policy, [kind, "ok"], setting)).toEqual(["first main", "retry main", "answer"]);
  });

  test("a request that offers no such tool is sent again", () => {
    expect(walk(policy, ["timeout", "ok"])).toEqual(["first main", "retry main", "answer"]);
  });

  test("no lesser service is tried either", () => {
    const degrade = [{ kind: "static_answer", text: "Call us." }] as const;
    const kind = aPolicy({ fallback: { ...fallback, degrade } });
    expect(walk(kind, ["timeout"], setting)).toEqual(["first main", "queue"]);
  });
});
