import { expect, test } from "vitest";
import type { FailureKind } from "../../../src/core/failure.ts";
import { refusalText } from "../../../src/core/refused-key.ts";
import { RefusedKeys } from "../../../src/run/refused-keys.ts";
import { aRoute, anAttempt, anOutcome } from "../replay/builders.ts";

const routes = new Map(
  [
    { ...aRoute("small"), apiKeyEnv: "A_KEY" },
    { ...aRoute("large"), apiKeyEnv: "A_KEY" },
    aRoute("own"),
  ].map((route) => [route.name, route]),
);

function refusedOn(...failed: readonly (readonly [route: string, kind: FailureKind])[]) {
  const keys = new RefusedKeys({ file: "registry.yaml", routes, budgetsNanoUsd: new Map() });
  for (const [route, kind] of failed) {
    const failure = { kind, detail: undefined, retryAfterMs: undefined };
    const attempts = [anAttempt({ route, result: { kind: "failure", failure } }), anAttempt()];
    keys.take(anOutcome({ attempts }));
  }
  return keys.all();
}

test("a key is refused once, however many records and routes met it, answered ones too", () => {
  expect(
    refusedOn(
      ["small", "authentication"],
      ["large", "authentication"],
      ["small", "authentication"],
    ),
  ).toEqual([{ variable: "A_KEY", routes: ["large", "small"] }]);
});

test("a route without a key of its own is told apart", () => {
  expect(refusedOn(["small", "authentication"], ["own", "authentication"])).toEqual([
    { variable: null, routes: ["own"] },
    { variable: "A_KEY", routes: ["small"] },
  ]);
});

test("no other failure speaks of a key", () => {
  expect(refusedOn(["small", "permission"], ["small", "rate_limit"])).toEqual([]);
});

test("a refusal is told with its variable and its routes", () => {
  expect(refusalText({ variable: "A_KEY", routes: ["large", "small"] })).toBe(
    "the key in A_KEY was refused (routes large, small)",
  );
  expect(refusalText({ variable: null, routes: ["own"] })).toBe(
    "a call without a key was refused (route own)",
  );
});

test("a classifier's refused key counts, though every record was answered", () => {
  const keys = new RefusedKeys({ file: "registry.yaml", routes, budgetsNanoUsd: new Map() });
  const classification = {
    label: undefined,
    confidence: undefined,
    by: "model",
    because: "authentication",
    latencyMs: 0,
    costNanoUsd: 0,
    usage: undefined,
    failure: "authentication",
  } as const;
  keys.take(anOutcome({ trace: { classification } }), "large");
  expect(keys.all()).toEqual([{ variable: "A_KEY", routes: ["large"] }]);
});
