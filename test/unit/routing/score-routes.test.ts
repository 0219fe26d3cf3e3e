import { expect, test } from "vitest";
import { scoreRoutes, weightsOfModes, type RouteFacts } from "../../../src/routing/score-routes.ts";

const cheap: RouteFacts = { route: "cheap", quality: 0.8, price: 1, latency: 500 };
const fair: RouteFacts = { route: "fair", quality: 0.9, price: 3, latency: 400 };
const dear: RouteFacts = { route: "dear", quality: 0.96, price: 11, latency: 1500 };

/** `route score` a line, best first. */
const ranked = (...args: Parameters<typeof scoreRoutes>): readonly string[] =>
  scoreRoutes(...args).map(({ route, score }) => `${route} ${score.toFixed(6)}`);

test("R10: a score is the weighted mean of quality, price and latency, each from worst to best", () => {
  // Quality of fair: (0.90 - 0.80) / 0.16 = 0.625. Price: (11 - 3) / 10 = 0.8. Latency: 1.
  // Price and latency of cheap: 1 and (1500 - 500) / 1100 = 0.909090…; of dear: 0 and 0.
  expect(ranked([cheap, fair, dear], weightsOfModes.balanced)).toEqual([
    "fair 0.752500", // 0.5 × 0.625 + 0.3 × 0.8 + 0.2 × 1
    "dear 0.500000",
    "cheap 0.481818", // 0.3 + 0.2 × 0.909090…
  ]);
  expect(ranked([cheap, fair, dear], weightsOfModes.cost)).toEqual([
    "cheap 0.790909", // 0.7 + 0.1 × 0.909090…
    "fair 0.785000", // 0.2 × 0.625 + 0.7 × 0.8 + 0.1
    "dear 0.200000",
  ]);
  expect(ranked([cheap, fair, dear], weightsOfModes.quality)).toEqual([
    "dear 0.800000",
    "fair 0.680000", // 0.8 × 0.625 + 0.1 × 0.8 + 0.1
    "cheap 0.190909", // 0.1 + 0.1 × 0.909090…
  ]);
});

test("weights need not sum to 1", () => {
  const weights = { quality: 5, price: 3, latency: 2 };
  expect(scoreRoutes([cheap, fair, dear], weights)).toEqual(
    scoreRoutes([cheap, fair, dear], weightsOfModes.balanced),
  );
});

test("what is not known counts as the worst", () => {
  const unknown = { route: "unknown", quality: undefined, price: undefined, latency: undefined };
  expect(ranked([unknown, cheap, dear], weightsOfModes.balanced).at(-1)).toBe("unknown 0.000000");
});

test("routes that do not differ are all best", () => {
  expect(
    ranked(
      [
        { ...cheap, route: "b" },
        { ...cheap, route: "a" },
      ],
      weightsOfModes.cost,
    ),
  ).toEqual(["a 1.000000", "b 1.000000"]);
});

test("ties go to the lower price, then to the name", () => {
  const weights = { quality: 1, price: 0, latency: 0 };
  const routes = [
    { ...cheap, route: "a", price: 5 },
    { ...cheap, route: "c", price: 2 },
    { ...cheap, route: "b", price: 2 },
    { ...cheap, route: "0", price: undefined },
  ];
  expect(scoreRoutes(routes, weights).map(({ route }) => route)).toEqual(["b", "c", "a", "0"]);
});
