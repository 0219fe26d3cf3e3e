import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../src/core/json.ts";
import type { RequestView } from "../../../src/core/request-view.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import {
  aPolicy,
  aRegistry,
  servingFrom,
  someOptions,
  type PolicyDocument,
} from "./policy-builders.ts";
import { aView, stepsOf, walk } from "./policy-walk.ts";

const nowhere: PolicyDocument = { blocked_routes: ["main"] };
const because = 'pinned to this route; "main" is refused: it is in blocked_routes';

describe("R9: no eligible route is a decision, too", () => {
  test("refuse, as long as nothing else is written", () => {
    expect(stepsOf(aPolicy(nowhere), [])).toEqual([{ kind: "give_up", because }]);
  });

  test("queue", () => {
    const policy = aPolicy({ ...nowhere, on_no_eligible_route: "queue" });
    expect(stepsOf(policy, [])).toEqual([{ kind: "queue", because }]);
  });

  test("ask_a_person queues with the reason for a review", () => {
    const policy = aPolicy({ ...nowhere, on_no_eligible_route: "ask_a_person" });
    expect(stepsOf(policy, [])).toEqual([
      { kind: "queue", because, review: ["no_eligible_route"] },
    ]);
  });

  test("a written stop comes before", () => {
    const policy = aPolicy({
      ...nowhere,
      on_no_eligible_route: "queue",
      fallback: { stop_without_fallback: ["primary_route_unavailable"] },
    });
    expect(walk(policy, [])).toEqual(["stop"]);
  });

  test("refuse gives the policy's own text, where it has one", () => {
    const text = "Please call us.";
    const policy = aPolicy({
      ...nowhere,
      fallback: { degrade: [{ kind: "static_answer", text }] },
    });
    expect(stepsOf(policy, [])).toEqual([{ kind: "static_answer", text, because }]);
  });
});

describe("P12: redact", () => {
  const registry = aRegistry({ main: servingFrom("us"), backup: servingFrom("us") });
  const document: PolicyDocument = {
    data_sensitivity: "customer_content",
    approved_regions: { customer_content: ["eu"], redacted: ["eu", "us"] },
    on_no_eligible_route: "redact",
    redact: ["email", "phone"],
  };
  const asking = (content: JsonValue): RequestView => {
    const view = aView();
    return { ...view, request: { ...view.request, messages: [{ role: "user", content }] } };
  };
  const decide = (view = asking("I am a@b.de"), more: PolicyDocument = {}) =>
    createRouter(aPolicy({ ...document, ...more }), registry, someOptions).decide(view, {
      nowMs: 0,
    });

  test("sends the request without personal data where that may go", () => {
    const decision = decide();
    expect(decision).toMatchObject({ route: "main", redacted: ["email"] });
    expect(decision.because).toBe("pinned to this route; redacted: email");
    expect(stepsOf(aPolicy(document), ["ok"], { registry, view: asking("I am a@b.de") })).toEqual([
      expect.objectContaining({ route: "main", change: { redact: ["email", "phone"] } }),
      { kind: "answer" },
    ]);
  });

  test("every call of the record is redacted, a fallback too", () => {
    const policy = aPolicy({
      ...document,
      fallback: { fallback_to_backup_route: ["timeout"], backup_routes: ["backup"] },
    });
    const steps = stepsOf(policy, ["timeout", "ok"], { registry, view: asking("I am a@b.de") });
    expect(steps.slice(0, 2)).toMatchObject([
      { route: "main", change: { redact: ["email", "phone"] } },
      { route: "backup", change: { redact: ["email", "phone"] } },
    ]);
  });

  test("a request without any of it may go, too: that is what redacting comes to", () => {
    expect(decide(asking("When do you open?"))).toMatchObject({ route: "main", redacted: [] });
  });

  test("where redacted content may not go either the record is refused, and both are told", () => {
    const approved = { customer_content: ["eu"], redacted: ["eu"] };
    const decision = decide(undefined, { approved_regions: approved });
    expect(decision.route).toBeUndefined();
    expect(decision.because).toContain("customer_content may go to eu alone");
    expect(decision.because).toContain("redacted may go to eu alone");
    expect(decision).not.toHaveProperty("redacted");
  });

  test("a file cannot be redacted", () => {
    const decision = decide(asking([{ type: "input_file", file_id: "f-1" }]));
    expect(decision.route).toBeUndefined();
    expect(decision.because).toMatch(/; input_file cannot be redacted$/);
  });

  test("a written stop on the region comes before", () => {
    const policy = aPolicy({
      ...document,
      fallback: { stop_without_fallback: ["unapproved_data_region"] },
    });
    expect(walk(policy, [], { registry })).toEqual(["stop"]);
  });

  test("what is refused for anything but its region is not redacted", () => {
    const policy = aPolicy({ ...document, approved_regions: ["us"], blocked_routes: ["main"] });
    expect(walk(policy, [], { registry })).toEqual(["give_up"]);
  });
});
