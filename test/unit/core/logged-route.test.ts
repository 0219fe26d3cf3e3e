import { expect, test } from "vitest";
import { loggedName, loggedRouteOf } from "../../../src/core/logged-route.ts";
import { aRegistry } from "../routing/policy-builders.ts";

const routeOf = loggedRouteOf(
  aRegistry({
    small: { model: "gpt-small" },
    large: { model: "gpt-large" },
    eu: { model: "gpt-twin" },
    us: { model: "gpt-twin" },
  }),
);

const named = (
  route: string | undefined,
  requestedModel?: string,
  servedModel?: string,
): Parameters<typeof routeOf>[0] => ({ route, requestedModel, servedModel });

test("a route's own name is believed before any model", () => {
  expect(routeOf(named("small", "gpt-large"))).toBe("small");
});

test("a model stands for the one route that has it", () => {
  expect(routeOf(named("gpt-large"))).toBe("large");
  expect(routeOf(named("a deployment", "gpt-small"))).toBe("small");
  expect(routeOf(named(undefined, undefined, "gpt-small"))).toBe("small");
});

test("of two routes with one model none is chosen", () => {
  expect(routeOf(named("gpt-twin"))).toBeUndefined();
});

test("a name that is merely like one is another name", () => {
  for (const name of ["Small", "small ", "openai/gpt-small", "gpt-small-2026"]) {
    expect(routeOf(named(name))).toBeUndefined();
  }
});

test("what a log does not name has no name", () => {
  expect(routeOf(named(undefined))).toBeUndefined();
  expect(loggedName(named(undefined))).toBe("(not named)");
  expect(loggedName(named(undefined, "m"))).toBe("m");
});
