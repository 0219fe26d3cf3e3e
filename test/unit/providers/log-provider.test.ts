import { expect, test } from "vitest";
import type { LoggedAttempt } from "../../../src/core/logged-request.ts";
import { loggedRouteOf } from "../../../src/core/logged-route.ts";
import type { ProviderCall, ProviderReply } from "../../../src/core/provider.ts";
import { createLogProvider, type LoggedCost } from "../../../src/providers/log-provider.ts";
import { aFailedCall, aLoggedAttempt, aLoggedRequest } from "../../support/a-logged-request.ts";
import {
  aCall,
  aClock,
  aPrice,
  aRecord,
  aRoute,
  aUsage,
  failureKindOf,
  noAbort,
  textOf,
} from "./provider-call-builders.ts";

const small = aRoute({ name: "small", model: "small-1", price: aPrice({ input: 2, output: 4 }) });
const large = aRoute({ name: "large", model: "large-1" });
const registry = { routes: new Map([small, large].map((route) => [route.name, route])) };

function ask(
  attempts: readonly LoggedAttempt[],
  call: Partial<ProviderCall> = {},
  cost: LoggedCost = "logged",
): Promise<ProviderReply> {
  const record = { ...aRecord(), logged: aLoggedRequest({ attempts }) };
  const asked = { ...aCall({ route: small, record }), ...call };
  return createLogProvider(loggedRouteOf(registry), cost).call(asked, aClock(), noAbort);
}

const reasonOf = ({ result }: ProviderReply): string | undefined =>
  result.kind === "not_covered" ? result.because : undefined;

test("the logged attempt of that number answers, with its own cost and latency", async () => {
  const reply = await ask([aLoggedAttempt({ costNanoUsd: 777, latencyMs: 123 })]);
  expect(textOf(reply)).toBe("yes");
  expect(reply).toMatchObject({ costNanoUsd: 777, latencyMs: 123, servedModel: "small-1-2026" });
});

test("what another route answered is nobody else's answer", async () => {
  expect(reasonOf(await ask([aLoggedAttempt()], { route: large }))).toBe("other_route");
});

test("a retry and a fallback are walked as the log walked them", async () => {
  const attempts = [
    aFailedCall(),
    aFailedCall({ latencyMs: 41 }),
    aLoggedAttempt({ route: "large" }),
  ];
  expect(failureKindOf(await ask(attempts))).toBe("rate_limit");
  expect((await ask(attempts, { attemptIndex: 1 })).latencyMs).toBe(41);
  expect(textOf(await ask(attempts, { attemptIndex: 2, route: large }))).toBe("yes");
});

test("the answer of a fallback is not taken for a first answer of its route", async () => {
  const attempts = [aFailedCall(), aLoggedAttempt({ route: "large" })];
  expect(reasonOf(await ask(attempts, { route: large }))).toBe("other_route");
});

test("beyond the last logged attempt, and of one without a row, nothing is known", async () => {
  expect(reasonOf(await ask([aFailedCall()], { attemptIndex: 1 }))).toBe("attempt_not_logged");
  const unseen = aLoggedAttempt({ result: { kind: "unseen" } });
  expect(reasonOf(await ask([unseen]))).toBe("attempt_not_logged");
  const nameless = { route: undefined, requestedModel: undefined, servedModel: undefined };
  expect(reasonOf(await ask([{ ...unseen, ...nameless }]))).toBe("attempt_not_logged");
  expect(reasonOf(await ask([]))).toBe("attempt_not_logged");
});

test("a route that the registry does not know answers for none", async () => {
  const unknown = aLoggedAttempt({ route: "elsewhere", requestedModel: "x", servedModel: "y" });
  expect(reasonOf(await ask([unknown]))).toBe("route_unknown");
});

test("a policy's timeout cuts a logged answer off, and it is billed all the same", async () => {
  const reply = await ask([aLoggedAttempt({ latencyMs: 900 })], { timeoutMs: 500 });
  expect(failureKindOf(reply)).toBe("timeout");
  expect(reply).toMatchObject({ latencyMs: 500, costNanoUsd: 1_000 });
});

test("the logged cost counts, usage times price where there is none, or that alone if asked", async () => {
  const usage = aUsage(1_000, 500);
  const priced = await ask([aLoggedAttempt({ usage, costNanoUsd: undefined })]);
  const recomputed = await ask([aLoggedAttempt({ usage, costNanoUsd: 5 })], {}, "recomputed");
  // 1,000 tokens at $2 and 500 at $4 a million are $0.004.
  expect(priced.costNanoUsd).toBe(4_000_000);
  expect(recomputed.costNanoUsd).toBe(4_000_000);
});

test("what a cache of the log answered costs nothing to recompute, and has no latency", async () => {
  const cached = aLoggedAttempt({ isCacheHit: true, latencyMs: undefined, costNanoUsd: undefined });
  expect(await ask([cached])).toMatchObject({ costNanoUsd: 0, latencyMs: undefined });
});
