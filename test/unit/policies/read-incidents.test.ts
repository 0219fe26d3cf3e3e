import { expect, test } from "vitest";
import { PolicyFiles } from "./policy-files.ts";

const simulation = "latency: {p50_ms: 1, p95_ms: 2}, accuracy: 1";
const withIncidents = (incidents: string): string =>
  `routes:\n  a: {provider: openai, model: m, simulation: {${simulation}, incidents: ${incidents}}}\n`;
const withCriteria = (criteria: string): string =>
  `routes:\n  a: {provider: openai, model: m, exit_criteria: ${criteria}}\n`;

test("a route's bad times are read in seconds of the replay", async () => {
  using files = new PolicyFiles();
  const { registry } = await files.registry(
    withIncidents(
      "[{from_s: 600, to_s: 1200, errors: {transient_5xx: 0.6}}, {from_s: 1200, to_s: 1200.5, latency_factor: 3}]",
    ),
  );
  expect(registry.routes.get("a")?.simulation?.incidents).toEqual([
    { fromMs: 600_000, toMs: 1_200_000, errors: { transient_5xx: 0.6 }, latencyFactor: 1 },
    { fromMs: 1_200_000, toMs: 1_200_500, errors: undefined, latencyFactor: 3 },
  ]);
});

test("what a route has to show before it moves on is a list of gates", async () => {
  using files = new PolicyFiles();
  const { registry } = await files.registry(
    withCriteria(
      "{to: managed, gates: [{metric: acceptance_rate, segment: risk=high, min: 0.9}, {metric: p95_complete_ms, max: 7000}]}",
    ),
  );
  const scope = { segment: undefined, route: undefined, provider: undefined };
  expect(registry.routes.get("a")?.exitCriteria).toEqual({
    to: "managed",
    gates: [
      {
        ...scope,
        metric: "acceptance_rate",
        segment: { tag: "risk", value: "high" },
        bound: "min",
        threshold: 0.9,
      },
      { ...scope, metric: "p95_complete_ms", bound: "max", threshold: 7000 },
    ],
  });
});

test.each([
  [withIncidents("[]"), '"routes.a.simulation.incidents" expected a list that is not empty'],
  [
    withIncidents("[{from_s: 5, to_s: 5, latency_factor: 2}]"),
    '"routes.a.simulation.incidents.0.to_s" ends before it starts',
  ],
  [
    withIncidents("[{from_s: 0, to_s: 5}]"),
    '"routes.a.simulation.incidents.0" changes nothing: give it errors or latency_factor',
  ],
  [
    withIncidents(
      "[{from_s: 0, to_s: 5, latency_factor: 2}, {from_s: 4, to_s: 9, latency_factor: 2}]",
    ),
    '"routes.a.simulation.incidents.1.from_s" starts before the one above it has ended: they go in order, one at a time',
  ],
  [
    withIncidents("[{from_s: 0, to_s: 5, errors: {timeout: 0.6, overloaded: 0.6}}]"),
    '"routes.a.simulation.incidents.0.errors" the shares of its errors add up to more than 1',
  ],
  [
    withIncidents("[{from_s: -1, to_s: 5, latency_factor: 2}]"),
    '"routes.a.simulation.incidents.0.from_s" expected a number from 0 to 31622400, got -1',
  ],
  [
    withIncidents("[{from_s: 0, to_s: 5, latency_factor: 0}]"),
    '"routes.a.simulation.incidents.0.latency_factor" expected a number above 0 and of 10000 or less, got 0',
  ],
  [
    withIncidents("[{from_s: 0, to_s: 5, latency_factor: 2, error: {}}]"),
    'unknown key "error" in "routes.a.simulation.incidents.0" (did you mean "errors"?)',
  ],
  [
    withCriteria("{to: managed, gates: []}"),
    '"routes.a.exit_criteria.gates" expected a list that is not empty, got an empty list',
  ],
  [
    withCriteria("{to: experimental, gates: [{metric: coverage, min: 1}]}"),
    '"routes.a.exit_criteria.to" expected one of managed, deprecated, got "experimental"',
  ],
  [
    withCriteria("{to: managed, gates: [{metric: coverage, max_drop: 0.1}]}"),
    '"routes.a.exit_criteria.gates.0.max_drop" needs a baseline, and a route has none: use min or max',
  ],
  [
    withCriteria("{to: managed, gates: [{metric: coverage, route: b, min: 1}]}"),
    '"routes.a.exit_criteria.gates.0.route" names a route: the criteria speak of the one that they stand under',
  ],
])("%s is refused", async (text, problem) => {
  using files = new PolicyFiles();
  const [found = "", ...others] = await files.problemsOf(files.registry(text));
  expect(others).toEqual([]);
  expect(found).toMatch(/^registry\.yaml:2:\d+: /);
  expect(found).toContain(problem);
});
