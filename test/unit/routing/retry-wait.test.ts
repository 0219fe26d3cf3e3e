import { expect, test } from "vitest";
import { failureKinds, transientKinds, type FailureKind } from "../../../src/core/failure.ts";
import { retryWaitMs } from "../../../src/routing/retry-wait.ts";
import { aPolicy } from "./policy-builders.ts";
import { stepsOf } from "./policy-walk.ts";

const failed = (kind: FailureKind, retryAfterMs?: number) => ({
  kind,
  detail: undefined,
  retryAfterMs,
});

test.each([
  [4000, 4000],
  [1500.5, 1500.5],
  [0, 1000],
  [-5000, 1000],
  [Number.NEGATIVE_INFINITY, 1000],
  [999_999, 120_000],
  [1e12, 120_000],
  [2 ** 31, 120_000],
  [Number.POSITIVE_INFINITY, 120_000],
])("a hint of %d ms makes a wait of %d ms", (hintMs, waitMs) => {
  expect(retryWaitMs(failed("rate_limit", hintMs), 0)).toBe(waitMs);
});

test("a hint that is no number counts as none", () => {
  expect(retryWaitMs(failed("rate_limit", Number.NaN), 0)).toBe(1000);
});

test("without a hint the wait doubles from 1 s to 30 s", () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 2000].map((retries) =>
    retryWaitMs(failed("overloaded"), retries),
  );
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test.each(failureKinds)("%s waits only if it passes by itself", (kind) => {
  expect(retryWaitMs(failed(kind), 0)).toBe(transientKinds.has(kind) ? 1000 : 0);
});

test("the second retry of a record waits twice as long as the first", () => {
  const policy = aPolicy({
    fallback: {
      retry_same_route_once: ["transient_error"],
      fallback_to_backup_route: ["primary_route_unavailable"],
      backup_routes: ["backup"],
    },
  });
  const waits = stepsOf(policy, ["timeout"]).map((step) => step.kind === "call" && step.waitMs);
  expect(waits).toEqual([0, 1000, 0, 2000, false]);
});

test("a retry of a rate limit waits as long as the provider asks", () => {
  const policy = aPolicy({ fallback: { retry_same_route_once: ["rate_limit"] } });
  const steps = stepsOf(policy, [{ kind: "rate_limit", retryAfterMs: 7000 }, "ok"]);
  expect(steps[1]).toMatchObject({ attempt: "retry", waitMs: 7000 });
});

test("an answer that is asked for once more is asked for at once", () => {
  const policy = aPolicy({ fallback: { retry_same_route_once: ["schema_invalid"] } });
  expect(stepsOf(policy, ["schema_broken", "ok"])[1]).toMatchObject({ waitMs: 0 });
});
