import { describe, expect, test } from "vitest";
import { HarnessError } from "../../../src/core/harness-error.ts";
import type { Decision } from "../../../src/core/decision.ts";
import type { Strategy } from "../../../src/core/strategy.ts";
import type { RequestView } from "../../../src/core/request-view.ts";
import type { Registry } from "../../../src/core/route.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import {
  aPolicy,
  aRegistry,
  aSource,
  claiming,
  type PolicyDocument,
  someOptions,
} from "./policy-builders.ts";
import { aView, stepsOf, walk } from "./policy-walk.ts";

function decide(
  document: PolicyDocument,
  view: RequestView = aView(),
  registry: Registry = aRegistry(),
): Decision {
  return createRouter(aPolicy(document), registry, someOptions).decide(view, { nowMs: 0 });
}

describe("eligibility", () => {
  const priority: Strategy = { kind: "priority", routes: ["main", "backup", "second"] };

  test("every named route is listed once with the reason it was kept or refused", () => {
    const registry = aRegistry({
      main: claiming("tool_calling"),
      backup: claiming("tool_calling", "streaming"),
      fourth: { ...claiming("tool_calling", "streaming"), lifecycle: "experimental" },
    });
    const decision = decide(
      {
        strategy: { kind: "priority", routes: ["main", "backup", "second", "fourth", "fifth"] },
        required_capabilities: ["tool_calling", "streaming"],
        blocked_routes: ["fifth"],
      },
      aView(),
      registry,
    );
    expect(decision.considered).toEqual([
      { route: "main", kept: false, kind: "capability", because: "it does not claim streaming" },
      { route: "backup", kept: true, because: "eligible" },
      { route: "second", kept: false, kind: "list", because: "the registry does not hold it" },
      {
        route: "fourth",
        kept: false,
        kind: "lifecycle",
        because: "it is experimental and allowed_routes does not name it",
      },
      { route: "fifth", kept: false, kind: "list", because: "it is in blocked_routes" },
    ]);
    expect(decision.route).toBe("backup");
    expect(decision.because).toBe("first eligible of the priority list, after main");
  });

  test("with allowed_routes nothing else is eligible", () => {
    expect(decide({ strategy: priority, allowed_routes: ["second"] }).route).toBe("second");
  });

  test("a route that is allowed and blocked is blocked", () => {
    const document = { strategy: priority, allowed_routes: ["main", "backup"] };
    expect(decide({ ...document, blocked_routes: ["main"] }).route).toBe("backup");
  });

  test.each(["experimental", "deprecated"] as const)(
    "an %s route is called only where allowed_routes names it",
    (lifecycle) => {
      const registry = aRegistry({ main: { lifecycle }, backup: {}, second: {} });
      expect(decide({ strategy: priority }, aView(), registry).route).toBe("backup");
      const asked = { strategy: priority, allowed_routes: ["main"] };
      expect(decide(asked, aView(), registry).route).toBe("main");
    },
  );

  test("a claim of false is no claim, and neither is a name that every object has", () => {
    const registry = aRegistry({
      main: {
        capabilities: { claims: { vision: false }, contextWindow: undefined, regions: undefined },
      },
    });
    for (const capability of ["vision", "constructor"]) {
      const decision = decide({ required_capabilities: [capability] }, aView(), registry);
      expect(decision.route).toBeUndefined();
    }
  });

  test("the list of considered routes is the same value for every record", () => {
    const router = createRouter(aPolicy(), aRegistry(), someOptions);
    const first = router.decide(aView(), { nowMs: 0 });
    const second = router.decide(aView({ recordId: "r-2" }), { nowMs: 0 });
    expect(second.considered).toBe(first.considered);
  });
});

describe("a chosen route that is refused", () => {
  const refused = { blocked_routes: ["main"] };

  test("leaves no route, and the policy gives up saying why", () => {
    expect(decide(refused)).toMatchObject({
      route: undefined,
      because: 'pinned to this route; "main" is refused: it is in blocked_routes',
    });
    expect(walk(aPolicy(refused), ["ok"])).toEqual(["give_up"]);
  });

  test("is not passed over in favour of the next rule", () => {
    const strategy: Strategy = {
      kind: "rules",
      rules: [
        { when: aSource('tags.intent == "faq"'), route: "backup" },
        { when: aSource("true"), route: "second" },
      ],
      otherwise: "main",
    };
    const view = aView({ tags: { intent: "faq" } });
    const decision = decide({ strategy, blocked_routes: ["backup"] }, view);
    expect(decision.route).toBeUndefined();
    expect(decision.because).toContain('"backup" is refused');
  });

  test("is unavailable: a backup for that case stands in, as a fallback", () => {
    const document = {
      ...refused,
      fallback: {
        fallback_to_backup_route: ["primary_route_unavailable"],
        backup_routes: ["backup"],
        approval_required: true,
      },
    };
    expect(decide(document)).toMatchObject({ route: "backup", standsInFor: "main" });
    expect(stepsOf(aPolicy(document), ["ok"])).toMatchObject([
      { kind: "call", attempt: "fallback", route: "backup", isUnreviewed: true },
      { kind: "answer" },
    ]);
  });

  test("has no stand-in among blocked fallbacks", () => {
    const document = {
      ...refused,
      fallback: {
        fallback_to_backup_route: ["primary_route_unavailable"],
        backup_routes: ["backup"],
        blocked_fallbacks: ["backup"],
      },
    };
    expect(decide(document).route).toBeUndefined();
  });

  test("has no stand-in where only other triggers fall back", () => {
    const fallback = { fallback_to_backup_route: ["timeout"], backup_routes: ["backup"] };
    expect(decide({ ...refused, fallback }).route).toBeUndefined();
  });
});

describe("the chain", () => {
  test("lists the backups that may follow, in their order", () => {
    const decision = decide({
      fallback: {
        fallback_to_backup_route: ["timeout"],
        backup_routes: ["second", "main", "backup"],
        blocked_fallbacks: ["backup"],
      },
    });
    expect(decision.chain).toEqual(["second"]);
  });

  test("is empty where no rule falls back", () => {
    expect(decide({ fallback: { backup_routes: ["backup"] } }).chain).toEqual([]);
  });

  test("names the routes that rules name", () => {
    const fallback = { fallback_to_backup_route: ["timeout -> second"], backup_routes: ["backup"] };
    expect(decide({ fallback }).chain).toEqual(["second"]);
  });
});

describe("human_review_required_when", () => {
  const document = {
    human_review_required_when: [
      "refund_exception",
      'tags.amount == "high" || features.risk > 0.8',
    ],
  };
  const features = { risk: 0.1 };

  test.each([
    ["a true tag", aView({ features, tags: { amount: "low", refund_exception: "true" } })],
    [
      "a true feature",
      aView({ features: { risk: 0.1, refund_exception: 1 }, tags: { amount: "" } }),
    ],
    ["a tag's value", aView({ features, tags: { amount: "low", intent: "refund_exception" } })],
  ])("a name is asked for by %s", (_what, view) => {
    expect(decide(document, view).review).toEqual(["refund_exception"]);
  });

  test("an expression is asked of the request", () => {
    const view = aView({ features: { risk: 0.9 }, tags: { amount: "low" } });
    expect(decide(document, view).review).toEqual([document.human_review_required_when[1]]);
  });

  test("all reasons are given", () => {
    const view = aView({ features, tags: { amount: "high", intent: "refund_exception" } });
    expect(decide(document, view).review).toEqual(document.human_review_required_when);
  });

  test("otherwise nobody has to look", () => {
    const view = aView({ features, tags: { amount: "low", intent: "faq" } });
    expect(decide(document, view).review).toEqual([]);
  });
});

describe("an expression that fails on a record", () => {
  test("is an error that names rule, place and record", () => {
    const strategy: Strategy = {
      kind: "rules",
      rules: [
        { when: aSource("false"), route: "backup" },
        { when: aSource('tags.intent == "faq"'), route: "backup" },
      ],
      otherwise: "main",
    };
    const failing = (): Decision => decide({ strategy }, aView({ recordId: "q-0213" }));
    expect(failing).toThrow(HarnessError);
    expect(failing).toThrow(/policies\/p\.yaml:7:13.*rule 2.*q-0213/);
  });

  test("is none where the rule is written for it", () => {
    const strategy: Strategy = {
      kind: "rules",
      rules: [{ when: aSource('has(tags.intent) && tags.intent == "faq"'), route: "backup" }],
      otherwise: "main",
    };
    expect(decide({ strategy }).route).toBe("main");
  });
});
