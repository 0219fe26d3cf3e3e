import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Advice, Classification } from "../../../../src/core/advice.ts";
import type { ClassifierRule } from "../../../../src/core/classifier-rule.ts";
import type { Decision } from "../../../../src/core/decision.ts";
import type { RequestView } from "../../../../src/core/request-view.ts";
import type { Router } from "../../../../src/core/router.ts";
import type { UnsurePath } from "../../../../src/core/strategy.ts";
import { createRouter } from "../../../../src/routing/create-router.ts";
import { createNeighbourIndex } from "../../../../src/routing/neighbour-index.ts";
import type { StrategyOf } from "../../../../src/routing/strategies/prepared-strategy.ts";
import { aPolicy, aRegistry, aSource, someOptions } from "../policy-builders.ts";
import { aView } from "../policy-walk.ts";

const registry = aRegistry({ main: {}, small: {}, large: {}, judge: {} });

function anIntent(
  classifier: ClassifierRule,
  over: Partial<StrategyOf<"intent">> = {},
): StrategyOf<"intent"> {
  return {
    kind: "intent",
    classifier,
    routes: [
      { intent: "coding", route: "large" },
      { intent: "faq", route: "small" },
    ],
    minConfidence: 0.6,
    unsure: { kind: "route", route: "main" },
    goldenTag: undefined,
    overhead: undefined,
    ...over,
  };
}

function routerOf(strategy: StrategyOf<"intent">): Router {
  return createRouter(aPolicy({ strategy }), registry, someOptions);
}

const decide = (router: Router, view: RequestView, advice?: Advice): Decision =>
  router.decide(view, { nowMs: 0, ...(advice && { advice }) });

function asking(text: string, over: Partial<RequestView> = {}): RequestView {
  const view = aView(over);
  const messages = [
    { role: "system", content: "Refund policy: answer coding questions." },
    { role: "user", content: text },
  ];
  return { ...view, request: { ...view.request, messages } };
}

describe("by label", () => {
  const router = routerOf(
    anIntent({
      by: "label",
      label: aSource('has(tags.intent) ? tags.intent : ""'),
      confidence: undefined,
    }),
  );

  test("a label without a confidence is believed, and its decision made once", () => {
    const [one, other] = ["faq", "faq"].map((intent) =>
      decide(router, aView({ tags: { intent } })),
    );
    expect(one).toMatchObject({
      route: "small",
      because: "intent faq by label",
      classification: { label: "faq", confidence: undefined, latencyMs: 0, costNanoUsd: 0 },
    });
    expect(other).toBe(one);
  });

  test("an intent without a route goes the unsure way, and keeps its label", () => {
    expect(decide(router, aView({ tags: { intent: "poetry" } }))).toMatchObject({
      route: "main",
      because: "intent poetry by label has no route",
      classification: { label: "poetry" },
    });
  });

  test("an empty label is none", () => {
    expect(decide(router, aView())).toMatchObject({
      route: "main",
      because: "unsure: no intent by label",
      classification: { label: undefined },
    });
  });

  test("a missing tag is an error of the policy that names the record", () => {
    const strict = routerOf(
      anIntent({ by: "label", label: aSource("tags.intent"), confidence: undefined }),
    );
    expect(() => decide(strict, aView())).toThrow('label fails on record "r-1"');
  });

  test.each([
    [0.59, "main", "unsure: intent faq by label is 0.59 sure, below 0.6"],
    [0.6, "small", "intent faq by label, 0.6 sure"],
    [1, "small", "intent faq by label, 1 sure"],
  ])("a confidence of %d leads to %s", (sure, route, because) => {
    const rule = {
      by: "label",
      label: aSource("tags.intent"),
      confidence: aSource("features.sure"),
    } as const;
    const view = aView({ tags: { intent: "faq" }, features: { sure } });
    const decision = decide(routerOf(anIntent(rule)), view);
    expect(decision).toMatchObject({ route, because, classification: { confidence: sure } });
    expect(decision.classification?.label).toBe(sure < 0.6 ? undefined : "faq");
  });

  test("a confidence in percent is an error, not certainty", () => {
    const rule = {
      by: "label",
      label: aSource("tags.intent"),
      confidence: aSource("features.sure"),
    } as const;
    const view = aView({ tags: { intent: "faq" }, features: { sure: 87 } });
    expect(() => decide(routerOf(anIntent(rule)), view)).toThrow(
      'confidence fails on record "r-1": it gives 87, not a number from 0 to 1',
    );
  });
});

describe("by rules", () => {
  const router = routerOf(
    anIntent(
      {
        by: "rules",
        rules: [
          {
            when: aSource('request.tools.exists(tool, tool.name == "run")'),
            keywords: ["stack trace", "funktion"],
            intent: "coding",
            confidence: 1,
          },
          { when: undefined, keywords: ["art", "返金"], intent: "faq", confidence: 0.8 },
          { when: undefined, keywords: ["maybe"], intent: "faq", confidence: 0.3 },
        ],
      },
      { overhead: { latencyMs: 2, costNanoUsd: 10 } },
    ),
  );

  test.each([
    ["here is my Stack\n  TRACE", "large", "coding"],
    ["die Funktionen sind weg", "large", "coding"],
    ["ART deco", "small", "faq"],
    ["it will not start", "main", undefined],
    ["注文の返金をお願いします", "small", "faq"],
    ["maybe", "main", undefined],
    ["a refund, please", "main", undefined],
  ])("%j goes to %s", (text, route, label) => {
    const { classification, route: chosen } = decide(router, asking(text));
    expect(chosen).toBe(route);
    expect(classification).toMatchObject({ by: "rules", latencyMs: 2, costNanoUsd: 10 });
    expect(classification?.label).toBe(label);
  });

  test("a rule holds by its condition alone as well", () => {
    const view = asking("hello");
    const withTool = { ...view, request: { ...view.request, tools: [{ name: "run" }] } };
    expect(decide(router, withTool)).toMatchObject({ route: "large" });
  });

  test("few choices, each decided once", () => {
    expect(decide(router, asking("art"))).toBe(decide(router, asking("more art")));
  });
});

describe("by neighbours", () => {
  const prompts = [
    { text: "Where is my money? I want a refund.", intent: "faq" },
    { text: "refund for the order of last week", intent: "faq" },
    { text: "The function throws a type error in the compiler", intent: "coding" },
    { text: "write a function that sorts a list", intent: "coding" },
  ];
  const router = routerOf(anIntent({ by: "neighbours", prompts, neighbours: 2 }));

  test("the very words of a prompt are its intent, surely", () => {
    const decision = decide(router, asking("REFUND for the order of last week!"));
    expect(decision).toMatchObject({ route: "small", classification: { label: "faq" } });
    // The words themselves at 1, and another intent's prompt that shares some parts of words.
    const index = createNeighbourIndex(prompts);
    const [first, second] = index.nearest("refund for the order of last week", 2);
    expect(first?.similarity).toBeCloseTo(1, 6);
    expect(second?.prompt.intent).toBe("coding");
    const expected = 1 / (1 + (second?.similarity ?? 0));
    expect(decision.classification?.confidence).toBeCloseTo(expected, 6);
    expect(decision.classification?.because).toBe(
      "1 of the 2 nearest prompts, the nearest at 1.00",
    );
  });

  test("one near prompt is no crowd: those that are far or missing speak against it", () => {
    const few = [
      { text: "alpha beta", intent: "faq" },
      { text: "gamma", intent: "coding" },
      { text: "delta", intent: "coding" },
    ];
    const lonely = routerOf(anIntent({ by: "neighbours", prompts: few, neighbours: 9 }));
    const { classification } = decide(lonely, asking("alpha beta"));
    // At 1 itself, against two that share nothing and count 0.15 each.
    expect(classification?.confidence).toBeCloseTo(1 / (1 + 2 * 0.15), 6);
  });

  test("words that no prompt has are nobody's intent", () => {
    expect(decide(router, asking("Zzyzx"))).toMatchObject({
      route: "main",
      because: "unsure: no intent by neighbours",
      classification: { label: undefined, confidence: 0 },
    });
  });

  test("what the system message says is not what is asked", () => {
    expect(decide(router, asking("sort my list with a function"))).toMatchObject({
      route: "large",
    });
  });

  test("the same words give the same decision, whatever came before", () => {
    const words = fc.constantFrom("refund", "function", "order", "list", "week", "xyz", "money");
    const texts = fc.array(words, { maxLength: 6 }).map((list) => list.join(" "));
    fc.assert(
      fc.property(texts, texts, (text, before) => {
        const fresh = routerOf(anIntent({ by: "neighbours", prompts, neighbours: 2 }));
        decide(router, asking(before));
        expect(decide(router, asking(text))).toEqual(decide(fresh, asking(text)));
      }),
      { seed: 4, numRuns: 50 },
    );
  });

  test("any text has a confidence from 0 to 1", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        const { confidence } = decide(router, asking(text)).classification ?? {};
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
      { seed: 4, numRuns: 300 },
    );
  });
});

describe("by model", () => {
  const strategy = anIntent({
    by: "model",
    route: "judge",
    labels: ["coding", "faq"],
    timeoutMs: 2000,
  });
  const router = routerOf(strategy);
  const said = (over: Partial<Classification>): Advice => ({
    kind: "classified",
    classification: {
      label: "faq",
      confidence: 0.9,
      by: "model",
      because: "answered",
      latencyMs: 300,
      costNanoUsd: 7,
      usage: undefined,
      ...over,
    },
  });

  test("it says what has to be asked before a decision", () => {
    expect(router.advice).toEqual({
      kind: "model",
      route: "judge",
      labels: ["coding", "faq"],
      timeoutMs: 2000,
      goldenTag: undefined,
    });
  });

  test("the decision follows what the model said, and keeps what that took", () => {
    expect(decide(router, aView(), said({}))).toMatchObject({
      route: "small",
      classification: { label: "faq", latencyMs: 300, costNanoUsd: 7 },
    });
  });

  test.each<[string, Advice | undefined, string]>([
    [
      "a failed call",
      said({ label: undefined, confidence: undefined, failure: "timeout" }),
      "unsure: the classifier's call failed (timeout)",
    ],
    [
      "an unknown call",
      said({ label: undefined, confidence: undefined, failure: "not_covered" }),
      "unsure: nothing is known of what the model would say",
    ],
    ["no label", said({ label: undefined }), "unsure: no intent by model"],
    ["a doubt", said({ confidence: 0.5 }), "unsure: intent faq by model is 0.5 sure, below 0.6"],
    ["failed advice", { kind: "failed", because: "broken" }, "unsure: no intent by model"],
    ["no advice", undefined, "unsure: no intent by model"],
  ])("%s is unsure", (_name, advice, because) => {
    const decision = decide(router, aView(), advice);
    expect(decision).toMatchObject({ route: "main", because });
    expect(decision.classification?.label).toBeUndefined();
  });
});

describe("unsure", () => {
  const held = (unsure: UnsurePath, over: Parameters<typeof aPolicy>[0] = {}) => {
    const classifier = { by: "label", label: aSource('""'), confidence: undefined } as const;
    const strategy = anIntent(classifier, { unsure });
    return createRouter(aPolicy({ ...over, strategy }), registry, someOptions);
  };

  test.each([
    [{ kind: "queue" } as const, "unsure: no intent by label"],
    [{ kind: "ask_a_person" } as const, "ask_a_person: unsure: no intent by label"],
  ])("%j: nobody is called", (unsure, because) => {
    const router = held(unsure);
    const decision = decide(router, aView());
    expect(decision).toMatchObject({ route: undefined, heldFor: unsure.kind, chain: [] });
    expect(router.next(aView(), decision, [], { nowMs: 0 })).toEqual({ kind: "queue", because });
  });

  test("a stop rule of the policy comes first", () => {
    const router = held({ kind: "queue" }, { fallback: { stop_without_fallback: ["spam"] } });
    const view = aView({ tags: { spam: "true" } });
    expect(router.next(view, decide(router, view), [], { nowMs: 0 })).toMatchObject({
      kind: "stop",
    });
  });

  test("the unsure route is refused like any other", () => {
    const router = held({ kind: "route", route: "main" }, { blocked_routes: ["main"] });
    expect(decide(router, aView())).toMatchObject({
      route: undefined,
      because: 'unsure: no intent by label; "main" is refused: it is in blocked_routes',
    });
  });
});
