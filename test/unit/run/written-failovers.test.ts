import { expect, test } from "vitest";
import { writtenFailovers } from "../../../src/run/drills/written-failovers.ts";
import { aPolicy, aRegistry, type PolicyDocument } from "../routing/policy-builders.ts";

const registry = aRegistry({
  main: {},
  backup: {},
  second: {},
  trial: { lifecycle: "experimental" },
});

function pairs(document: PolicyDocument): readonly string[] {
  return writtenFailovers(aPolicy(document), registry, () => "not_drilled").map(
    ({ from, to }) => `${from} → ${to}`,
  );
}

test("a pinned route goes on to each backup that may follow", () => {
  const fallback = {
    fallback_to_backup_route: ["primary_route_unavailable"],
    backup_routes: ["backup", "second", "trial"],
    blocked_fallbacks: ["second"],
  };
  expect(pairs({ fallback })).toEqual(["main → backup"]);
});

test("backups without an occasion are no failover", () => {
  expect(pairs({ fallback: { backup_routes: ["backup"] } })).toEqual([]);
});

test("a route of its own for one failure is one", () => {
  expect(pairs({ fallback: { fallback_to_backup_route: ["timeout -> second"] } })).toEqual([
    "main → second",
  ]);
});

test("each rule's route may be stood in for, but not by itself", () => {
  const strategy = {
    kind: "rules",
    rules: ["backup", "main"].map((route) => {
      return { when: { text: "true", place: "p.yaml:1:1" }, route };
    }),
    otherwise: "main",
  } as const;
  const fallback = { fallback_to_backup_route: ["timeout"], backup_routes: ["backup", "second"] };
  expect(pairs({ strategy, fallback })).toEqual([
    "backup → second",
    "main → backup",
    "main → second",
  ]);
});

test("a priority list is gone through downwards, and an escalation is no failover", () => {
  const routes = ["main", "backup", "second"];
  expect(pairs({ strategy: { kind: "priority", routes } })).toEqual([
    "main → backup",
    "main → second",
    "backup → second",
  ]);
  const escalateWhen = { text: "true", place: "p.yaml:1:1" };
  const cascade = { kind: "cascade", routes, escalateWhen, maxEscalations: 2 } as const;
  expect(pairs({ strategy: cascade })).toEqual([]);
});

test("routes that a strategy compares follow one another, as the record decides", () => {
  const routes = ["main", "backup", "trial"];
  const costAware = {
    kind: "cost_aware",
    routes,
    task: undefined,
    floor: 0.8,
    floors: [],
    bound: "estimate",
    otherwise: { kind: "route", route: "second" },
  } as const;
  // What serves where none is good enough has nobody behind it, and a trial follows nobody.
  const both = ["main → backup", "backup → main"];
  expect(pairs({ strategy: costAware }).filter((pair) => !pair.startsWith("trial"))).toEqual(both);
  const scored = {
    kind: "scored",
    routes,
    mode: "balanced",
    weights: undefined,
    fallbacks: 1,
    modelScope: "all",
    priceTier: undefined,
    allowedModels: undefined,
    task: undefined,
  } as const;
  expect(pairs({ strategy: scored }).filter((pair) => !pair.startsWith("trial"))).toEqual(both);
  expect(pairs({ strategy: { ...scored, fallbacks: 0 } })).toEqual([]);
});
