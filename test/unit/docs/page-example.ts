import { expect } from "vitest";
import type { RequestView } from "../../../src/core/request-view.ts";
import type { Registry } from "../../../src/core/route.ts";
import { checkPolicy } from "../../../src/policies/checks/check-policy.ts";
import type { LoadedPolicy } from "../../../src/policies/read-policy.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { examplesIn, policiesPage } from "../../support/policies-page.ts";
import { PolicyFiles } from "../policies/policy-files.ts";
import { someOptions } from "../routing/policy-builders.ts";
import { aView, walk, type End } from "../routing/policy-walk.ts";

/** A policy of the page, and its registry. */
export interface Example {
  readonly loaded: LoadedPolicy;
  readonly registry: Registry;
}

/** A policy of the page, changed where a test asks what a change does. */
export async function example(
  file: string,
  change: (text: string) => string = (text) => text,
  changeRoutes: (text: string) => string = change,
): Promise<Example> {
  using files = new PolicyFiles();
  const textOf = (name: string): string => {
    const found = examplesIn(policiesPage).find((one) => one.file === name);
    if (found === undefined) throw new Error(`the page has no ${name}`);
    return found.text;
  };
  const { registry } = await files.registry(changeRoutes(textOf("registry.yaml")));
  const loaded = await files.policy(change(textOf(file)));
  expect(checkPolicy(loaded, registry)).toEqual([]);
  return { loaded, registry };
}

/** The route that a record is decided for. */
export function routeOf({ loaded, registry }: Example, view: Partial<RequestView> = {}): unknown {
  const router = createRouter(loaded.policy, registry, someOptions);
  return router.decide(aView(view), { nowMs: 0 }).route;
}

/** What a policy does in turn for a record whose calls end so: see `walk`. */
export function walked(one: Example, ...ends: readonly End[]): readonly string[] {
  return walkedWith(one, {}, ...ends);
}

/** The same for a record with these parts. */
export function walkedWith(
  { loaded, registry }: Example,
  view: Partial<RequestView>,
  ...ends: readonly End[]
): readonly string[] {
  return walk(loaded.policy, ends, { registry, view: aView(view) });
}
