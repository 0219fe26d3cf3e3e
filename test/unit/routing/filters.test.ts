import { describe, expect, test } from "vitest";
import type { Decision } from "../../../src/core/decision.ts";
import type { JsonValue } from "../../../src/core/json.ts";
import type { RequestView } from "../../../src/core/request-view.ts";
import type { Registry } from "../../../src/core/route.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import {
  aPolicy,
  aRegistry,
  aSource,
  claiming,
  servingFrom,
  someOptions,
  type PolicyDocument,
} from "./policy-builders.ts";
import { aView, walk } from "./policy-walk.ts";

function decide(document: PolicyDocument, view: RequestView, registry: Registry): Decision {
  return createRouter(aPolicy(document), registry, someOptions).decide(view, { nowMs: 0 });
}

function asking(content: JsonValue): RequestView {
  const view = aView();
  return { ...view, request: { ...view.request, messages: [{ role: "user", content }] } };
}

const small = { capabilities: { claims: {}, contextWindow: 100, regions: undefined } };
const large = { capabilities: { claims: {}, contextWindow: 200, regions: undefined } };
const fallingBack = {
  fallback_to_backup_route: ["primary_route_unavailable"],
  backup_routes: ["backup"],
};

describe("P4: the context window against the estimated prompt", () => {
  const registry = aRegistry({ main: small, backup: large, second: {} });

  test.each([
    [400, "main"],
    [401, "backup"],
    [800, "backup"],
    [801, "second"],
  ])("a prompt of %i characters goes to %s", (chars, route) => {
    const strategy = { kind: "priority", routes: ["main", "backup", "second"] } as const;
    const decision = decide({ strategy }, asking("x".repeat(chars)), registry);
    expect(decision.route).toBe(route);
  });

  test("why a route was passed over for this record stands in the decision", () => {
    const strategy = { kind: "priority", routes: ["main", "backup"] } as const;
    const decision = decide({ strategy }, asking("x".repeat(401)), registry);
    const refused = {
      route: "main",
      kept: false,
      kind: "context",
      because: "its context window of 100 tokens is shorter than the prompt of about 101",
    };
    expect(decision.because).toBe("first eligible of the priority list, after main");
    expect(decision.considered).toEqual([
      refused,
      { route: "backup", kept: true, because: "eligible" },
    ]);
    expect(decision.refused).toEqual([refused]);
  });

  test("a prompt that fits everywhere leaves the very decision of all such records", () => {
    const router = createRouter(aPolicy(), registry, someOptions);
    const first = router.decide(asking("short"), { nowMs: 0 });
    expect(router.decide(asking("also short"), { nowMs: 1 })).toBe(first);
    expect(first).not.toHaveProperty("refused");
  });

  test("no call of the record goes to a route that is too small, whoever leads there", () => {
    const policy = aPolicy({
      strategy: { kind: "pinned", route: "second" },
      fallback: { fallback_to_backup_route: ["timeout -> main", "timeout -> backup"] },
    });
    const view = asking("x".repeat(500));
    expect(walk(policy, ["timeout"], { registry, view })).toEqual([
      "first second",
      "fallback backup",
      "give_up",
    ]);
  });

  test("a cascade goes past a route that is too small", () => {
    const strategy = {
      kind: "cascade",
      routes: ["second", "main", "backup"],
      escalateWhen: aSource("true"),
      maxEscalations: 2,
    } as const;
    const view = asking("x".repeat(500));
    expect(decide({ strategy }, view, registry).chain).toEqual(["backup"]);
    expect(walk(aPolicy({ strategy }), ["ok"], { registry, view })).toEqual([
      "first second",
      "escalation backup",
      "answer",
    ]);
  });

  test("falls back on primary_route_unavailable, and on context_length_exceeded", () => {
    const view = asking("x".repeat(500));
    for (const trigger of ["primary_route_unavailable", "context_length_exceeded"]) {
      const fallback = { fallback_to_backup_route: [trigger], backup_routes: ["backup"] };
      const decision = decide({ fallback }, view, registry);
      expect(decision).toMatchObject({
        route: "backup",
        standsInFor: "main",
        refusedBy: "context",
      });
      expect(decision.because).toMatch(new RegExp(`^${trigger}: pinned to this route; "main" is`));
    }
  });
});

describe("P4: files in a request", () => {
  const registry = aRegistry({ main: {}, backup: claiming("vision") });
  const image = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } };
  const withImage = asking([{ type: "text", text: "what is this?" }, image]);

  test("go to no route that does not claim vision", () => {
    expect(decide({}, withImage, registry)).toMatchObject({
      route: undefined,
      because:
        'pinned to this route; "main" is refused: it does not claim vision, and the request holds image_url',
    });
    expect(decide({ fallback: fallingBack }, withImage, registry).route).toBe("backup");
  });

  test("set off unsupported_file_type before any call", () => {
    const queue = aPolicy({
      fallback: { ...fallingBack, stop_and_queue: ["unsupported_file_type"] },
    });
    expect(walk(queue, ["ok"], { registry, view: withImage })).toEqual(["queue"]);
    expect(walk(queue, ["ok"], { registry })).toEqual(["first main", "answer"]);
  });

  test("a capability that is missing for the whole run is no file", () => {
    const policy = aPolicy({
      required_capabilities: ["streaming"],
      fallback: { stop_and_queue: ["unsupported_file_type"] },
    });
    expect(walk(policy, ["ok"], { registry })).toEqual(["give_up"]);
  });

  test.each([
    ["texts", [{ type: "text", text: "a" }, "b"]],
    ["a tool's result", [{ type: "tool_result", content: "42" }]],
  ])("%s are none", (_name, content) => {
    expect(decide({}, asking(content), registry).route).toBe("main");
  });
});

describe("P12: regions against the sensitivity of data", () => {
  const registry = aRegistry({
    main: servingFrom("us"),
    backup: servingFrom("eu"),
    second: servingFrom("eu", "us"),
    third: {},
  });
  const routes = ["main", "second", "third", "backup"];
  const strategy = { kind: "priority", routes } as const;
  const regions = { customer_content: ["eu"], public: ["eu", "us"] };

  test("all that a workflow sends is judged once, and goes where it may", () => {
    const document = { strategy, data_sensitivity: "customer_content", approved_regions: regions };
    const decision = decide(document, aView(), registry);
    expect(decision.route).toBe("backup");
    expect(decision).not.toHaveProperty("refused");
    expect(decision.considered.map(({ because }) => because)).toEqual([
      "it serves from us, and customer_content may go to eu alone",
      "it serves from us, and customer_content may go to eu alone",
      "it does not say in which regions it serves, and customer_content may go to eu alone",
      "eligible",
    ]);
  });

  test("each record may say how sensitive its own content is", () => {
    const document = {
      strategy,
      data_sensitivity: "customer_content",
      data_sensitivity_by: "tags.content",
      approved_regions: regions,
    };
    const routeOf = (content: string) =>
      decide(document, aView({ tags: { content } }), registry).route;
    expect(routeOf("public")).toBe("main");
    expect(routeOf("customer_content")).toBe("backup");
  });

  test("a sensitivity that nobody wrote a region for may go nowhere", () => {
    const document = { strategy, data_sensitivity: "secret", approved_regions: regions };
    const decision = decide(document, aView(), registry);
    expect(decision.route).toBeUndefined();
    expect(decision.because).toContain("no region is approved for secret");
  });

  test("a plain list speaks of all content", () => {
    const document = { strategy, approved_regions: ["eu"] };
    expect(decide(document, aView(), registry).route).toBe("backup");
  });

  test("without approved regions nothing is refused", () => {
    const document = { strategy, data_sensitivity: "customer_content" };
    expect(decide(document, aView(), registry).route).toBe("main");
  });

  test("unapproved_data_region stops before any call, whatever could stand in", () => {
    const policy = aPolicy({
      approved_regions: ["eu"],
      fallback: { ...fallingBack, stop_without_fallback: ["unapproved_data_region"] },
    });
    expect(walk(policy, ["ok"], { registry })).toEqual(["stop"]);
  });

  test("unapproved_data_region stops as soon as the next route would be refused for it", () => {
    const fallback = {
      fallback_to_backup_route: ["primary_route_unavailable"],
      backup_routes: ["main", "backup"],
      stop_without_fallback: ["unapproved_data_region"],
    };
    const local = aRegistry({
      home: servingFrom("eu"),
      main: servingFrom("us"),
      backup: servingFrom("eu"),
    });
    const document: PolicyDocument = {
      strategy: { kind: "pinned", route: "home" },
      approved_regions: ["eu"],
    };
    const setting = { registry: local };
    expect(walk(aPolicy({ ...document, fallback }), ["timeout"], setting)).toEqual([
      "first home",
      "stop",
    ]);
    const lenient = { ...fallback, stop_without_fallback: [] };
    expect(walk(aPolicy({ ...document, fallback: lenient }), ["timeout"], setting)).toEqual([
      "first home",
      "fallback backup",
      "give_up",
    ]);
  });
});
