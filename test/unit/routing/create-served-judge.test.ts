import { describe, expect, test } from "vitest";
import type { Attempt } from "../../../src/core/attempt.ts";
import type { CallEvidence } from "../../../src/core/call-evidence.ts";
import type { Price } from "../../../src/core/route.ts";
import type { PriceAttempt, ServedJudge } from "../../../src/core/served-judge.ts";
import { unknownUsage } from "../../../src/core/usage.ts";
import { createServedJudge } from "../../../src/routing/create-served-judge.ts";
import { anAttempt } from "../replay/builders.ts";
import { aPolicy, aRegistry, type PolicyDocument } from "./policy-builders.ts";

const price = (perRequestNanoUsd: number): Price => ({
  inputNanoUsdPerMtok: undefined,
  cachedInputNanoUsdPerMtok: undefined,
  outputNanoUsdPerMtok: undefined,
  perRequestNanoUsd,
});

const registry = aRegistry({
  gate: { provider: "openai_compatible", model: "auto" },
  alias: { provider: "openai_compatible", model: "support-group" },
  mini: { model: "gpt-5-mini", price: price(700) },
  nano: { model: "gpt-5-nano" },
  large: { provider: "anthropic", model: "claude-5" },
  trial: { model: "gpt-6", lifecycle: "experimental" },
});

const perRequest: PriceAttempt = (_attempt, { perRequestNanoUsd }) => perRequestNanoUsd;
const nowMs = Date.UTC(2026, 10, 25);

const gateway = { kind: "gateway", route: "gate" } as const;

function judgeFor(document: PolicyDocument = {}): ServedJudge | undefined {
  return createServedJudge(aPolicy({ strategy: gateway, ...document }), registry, perRequest);
}

/** An answer through the gateway, told to be served by this model. */
function served(
  servedModel: string | undefined,
  evidence: CallEvidence | undefined = { gateway: {} },
  over: Partial<Attempt> = {},
): Attempt {
  return anAttempt({
    route: "gate",
    requestedModel: "auto",
    servedModel,
    costNanoUsd: 5,
    ...(evidence && { evidence }),
    ...over,
  });
}

function judged(document: PolicyDocument, attempt: Attempt): Attempt {
  const judge = judgeFor(document);
  if (judge === undefined) throw new Error("there is no judge");
  return judge.judge(attempt, { nowMs });
}

function gatewayOf(document: PolicyDocument, attempt: Attempt): CallEvidence["gateway"] {
  return judged(document, attempt).evidence?.gateway;
}

describe("what was served", () => {
  test("is mapped to its route, and breaks nothing where the policy has no list", () => {
    expect(gatewayOf({}, served("gpt-5-mini-2025-08-07"))).toEqual({ servedRoute: "mini" });
  });

  test("is judged without any word of the gateway beside the model", () => {
    expect(gatewayOf({}, served("gpt-5-mini", {}))).toEqual({ servedRoute: "mini" });
  });

  test("is a violation outside allowed_routes", () => {
    expect(gatewayOf({ allowed_routes: ["nano"] }, served("gpt-5-mini"))).toEqual({
      servedRoute: "mini",
      violation: "served mini: it is not in allowed_routes",
    });
  });

  test("is a violation in blocked_routes", () => {
    expect(gatewayOf({ blocked_routes: ["mini"] }, served("gpt-5-mini"))?.violation).toBe(
      "served mini: it is in blocked_routes",
    );
  });

  test("is a violation where it lacks what the policy requires of a route", () => {
    const document = { required_capabilities: ["vision"] };
    expect(gatewayOf(document, served("gpt-5-mini"))?.violation).toBe(
      "served mini: it does not claim vision",
    );
  });

  test("is a violation where no route of the registry is it", () => {
    expect(gatewayOf({}, served("mystery-1"))).toEqual({
      violation: "served mystery-1, which no route of the registry is",
    });
  });

  test("is a violation where the route is experimental and not asked for", () => {
    expect(gatewayOf({}, served("gpt-6"))?.violation).toContain("experimental");
  });

  test("is not known where the gateway repeats what it was asked for, or says nothing", () => {
    expect(gatewayOf({}, served("auto"))).toEqual({});
    expect(gatewayOf({}, served(undefined))).toEqual({});
  });

  test("is the asked-for model where a route is that", () => {
    const attempt = served("gpt-5-mini", { gateway: {} }, { requestedModel: "gpt-5-mini" });
    expect(gatewayOf({}, attempt)).toEqual({ servedRoute: "mini" });
  });

  test("replaces what a recording was told of another policy's judgement", () => {
    const stale = { gateway: { retries: 1, servedRoute: "nano", violation: "served nano" } };
    expect(gatewayOf({}, served("gpt-5-mini", stale))).toEqual({ retries: 1, servedRoute: "mini" });
  });
});

describe("a gateway's own fallback", () => {
  const fellBack = { gateway: { fallbacks: 1 } };

  test("onto a blocked fallback is a violation, though the route may serve", () => {
    const document = { fallback: { blocked_fallbacks: ["mini"] } };
    expect(gatewayOf(document, served("gpt-5-mini", fellBack))?.violation).toBe(
      "fell back to mini: it is in blocked_fallbacks",
    );
    expect(gatewayOf(document, served("gpt-5-mini"))?.violation).toBeUndefined();
  });

  test("outside allowed_fallbacks is a violation", () => {
    const document = { fallback: { allowed_fallbacks: ["nano"] } };
    expect(gatewayOf(document, served("gpt-5-mini", fellBack))?.violation).toBe(
      "fell back to mini: it is not in allowed_fallbacks",
    );
    expect(gatewayOf(document, served("gpt-5-nano", fellBack))?.violation).toBeUndefined();
  });

  test("is unreviewed where the policy asks for an approval and has none", () => {
    const document = { fallback: { approval_required: true } };
    expect(judged(document, served("gpt-5-mini", fellBack)).isUnreviewed).toBe(true);
    expect(judged(document, served("gpt-5-mini")).isUnreviewed).toBe(false);
    expect(judged({}, served("gpt-5-mini", fellBack)).isUnreviewed).toBe(false);
  });

  test("is reviewed by an approval from the gateway's route to the served one", () => {
    const approval = { from: "gate", to: "mini", by: "lead", untilMs: undefined };
    const document = { fallback: { approval_required: true, approvals: [approval] } };
    expect(judged(document, served("gpt-5-mini", fellBack)).isUnreviewed).toBe(false);
    expect(judged(document, served("gpt-5-nano", fellBack)).isUnreviewed).toBe(true);
    expect(judged(document, served(undefined, fellBack)).isUnreviewed).toBe(true);
  });
});

describe("cost", () => {
  test("is the served route's price where it has one, whatever the gateway reports", () => {
    const evidence = { reportedCostNanoUsd: 900, gateway: {} };
    const attempt = judged({}, served("gpt-5-mini", evidence));
    expect(attempt.costNanoUsd).toBe(700);
    expect(attempt.evidence?.reportedCostNanoUsd).toBe(900);
  });

  test("stays the gateway route's own where what served has no price or is not known", () => {
    expect(judged({}, served("gpt-5-nano")).costNanoUsd).toBe(5);
    expect(judged({}, served("mystery-1")).costNanoUsd).toBe(5);
    expect(judged({}, served("x", {}, { costNanoUsd: undefined })).costNanoUsd).toBeUndefined();
  });

  test("of a call that was turned away stays what it was", () => {
    const failure = { kind: "rate_limit", detail: undefined, retryAfterMs: undefined } as const;
    const result = { kind: "failure", failure } as const;
    const attempt = served("gpt-5-mini", {}, { result, costNanoUsd: 0, usage: unknownUsage });
    expect(judged({}, attempt).costNanoUsd).toBe(0);
  });

  test("is told the same before anything is judged, for whoever keeps the money", () => {
    const judge = judgeFor({ blocked_routes: ["mini"] });
    const costs = [served("gpt-5-mini"), served("gpt-5-nano"), served(undefined)].map((attempt) =>
      judge?.costNanoUsd(attempt),
    );
    expect(costs).toEqual([700, 5, 5]);
    const direct = served("gpt-5-mini", {}, { route: "mini", costNanoUsd: 3 });
    expect(judge?.costNanoUsd(direct)).toBe(3);
  });

  test("that a table holds is never replaced", () => {
    const { evidence: _none, ...attempt } = served("gpt-5-mini");
    expect(judged({}, attempt)).toMatchObject({
      costNanoUsd: 5,
      evidence: { gateway: { servedRoute: "mini" } },
    });
  });
});

describe("behind other routes", () => {
  const pinned = { strategy: { kind: "pinned", route: "alias" } } as const;
  const behind = (model: string, evidence?: CallEvidence): Attempt =>
    served(model, evidence, { route: "alias", requestedModel: "support-group" });

  test("a name that no route has may be an alias of the gateway: no violation", () => {
    expect(gatewayOf(pinned, behind("mystery-1"))).toEqual({});
  });

  test("the route's own model is itself, whatever the lists say of others", () => {
    const document = { ...pinned, allowed_routes: ["alias"] };
    expect(gatewayOf(document, behind("support-group"))).toEqual({ servedRoute: "alias" });
  });

  test("a known route that the policy refuses is a violation", () => {
    const document = { ...pinned, blocked_routes: ["mini"] };
    expect(gatewayOf(document, behind("gpt-5-mini"))?.violation).toBe(
      "served mini: it is in blocked_routes",
    );
  });

  test("an attempt without a word of a gateway is handed back as it is", () => {
    const attempt = behind("gpt-5-mini", {});
    expect(judged(pinned, attempt)).toBe(attempt);
  });

  test("a policy whose routes lead to no gateway has no judge", () => {
    expect(judgeFor({ strategy: { kind: "pinned", route: "mini" } })).toBeUndefined();
    expect(judgeFor(pinned)).toBeDefined();
  });
});
