import { isJsonObject, type JsonObject } from "../../core/json.ts";
import type { ChangeConcern, PolicyChange } from "../../core/policy-change.ts";
import type { Registry } from "../../core/route.ts";
import { compareVariables, keysOf, ownValue, type Note, type Path } from "./compare-variables.ts";
import { pathText } from "../document-name.ts";
import { policyVariables } from "./policy-variables.ts";
import { namedRoutes, policyMeaning, policyVersion } from "../policy-version.ts";
import type { LoadedPolicy } from "../read-policy.ts";

/** A policy that was read, with the registry that its routes are defined in. */
export interface PolicySide {
  readonly loaded: LoadedPolicy;
  readonly registry: Registry;
}

/**
 * Every variable that two policies have different values of, in the order of the document; none
 * if and only if they have the same version. A variable that only follows another (the route of a
 * pinned policy, the definition of a route that is newly named) is not told a second time.
 */
export function diffPolicies(before: PolicySide, after: PolicySide): readonly PolicyChange[] {
  const derived = derivedOf(before, after);
  const { routes: routesBefore, ...one } = variablesOf(before, derived);
  const { routes: routesAfter, ...other } = variablesOf(after, derived);
  const changes: PolicyChange[] = [];
  const isWeighted = [before, after].some(
    ({ loaded }) => loaded.policy.strategy.kind === "weighted",
  );
  const note: Note = (path, kind, from, to) => {
    const concern = concernOf(path, isWeighted);
    changes.push({ path: pathText(path), kind, concern, before: from, after: to });
  };
  const names = [...new Set([...sections, ...Object.keys(one), ...Object.keys(other)])];
  for (const name of names) {
    const absent = blocks.has(name) ? {} : undefined;
    compareVariables([name], one[name] ?? absent, other[name] ?? absent, note);
  }
  const [defined, definedAfter] = [routesBefore, routesAfter] as readonly [JsonObject, JsonObject];
  for (const name of routesToCompare(defined, definedAfter, before, after)) {
    const [one, other] = [ownValue(defined, name), ownValue(definedAfter, name)];
    compareVariables(["routes", name], one, other, note);
  }
  if (changes.length === 0) noteOther(before, after, note);
  return changes;
}

/** What has no place in a document, should a version ever be taken over such a thing. */
function noteOther(before: PolicySide, after: PolicySide, note: Note): void {
  const [one, other] = [before, after].map(({ loaded, registry }) =>
    policyVersion(loaded, registry),
  );
  if (one !== other) note(["version"], "value", one, other);
}

/** Parts of a document in the order in which people read them; others follow. */
const sections = [
  "policy_name",
  "owner",
  "workflow",
  "route_selection",
  "latency",
  "health",
  "cost",
  "risk",
  "fallback",
  "evidence",
  "acceptance_tests",
  "promotion",
];

/** Blocks whose parts are variables even where one policy does not have the block. */
const blocks: ReadonlySet<string> = new Set(["owner", "workflow", "cost"]);

/** Variables that both policies leave to a default, which follows another variable of theirs. */
function derivedOf(before: PolicySide, after: PolicySide): readonly (readonly string[])[] {
  const shapes = [before, after].map(({ loaded }) => loaded.template.shape);
  const derived: string[][] = [];
  // A cascade's attempts and escalations follow the number of its routes.
  if (shapes.every(({ fallback }) => fallback?.max_attempts === undefined)) {
    derived.push(["fallback", "max_attempts"]);
  }
  if (shapes.every(({ route_selection: way }) => way?.cascade?.max_escalations === undefined)) {
    derived.push(["route_selection", "strategy", "options", "max_escalations"]);
  }
  // One list that is read as both stands among the backups, where its order counts.
  const readsAsBoth = shapes.every(
    ({ fallback: { backup_routes: backups, allowed_fallbacks: allowed } = {} }) =>
      allowed !== undefined && backups === allowed,
  );
  if (readsAsBoth) derived.push(["fallback", "allowed_fallbacks"]);
  return derived;
}

function variablesOf(
  { loaded, registry }: PolicySide,
  derived: readonly (readonly string[])[],
): JsonObject {
  return derived.reduce<JsonObject>(without, policyVariables(policyMeaning(loaded, registry)));
}

function without(tree: JsonObject, [head = "", ...rest]: readonly string[]): JsonObject {
  const { [head]: value, ...others } = tree;
  if (rest.length === 0 || !isJsonObject(value)) return others;
  return { ...tree, [head]: without(value, rest) };
}

/**
 * Routes that both policies name, and those that are named on one side only because the registries
 * differ. A route that the other policy does not name follows from what that policy says.
 */
function routesToCompare(
  defined: JsonObject,
  definedAfter: JsonObject,
  before: PolicySide,
  after: PolicySide,
): readonly string[] {
  return keysOf(defined, definedAfter).filter((name) => {
    if (!Object.hasOwn(definedAfter, name)) return namesOf(after, before.registry).includes(name);
    if (!Object.hasOwn(defined, name)) return namesOf(before, after.registry).includes(name);
    return true;
  });
}

/** The routes that a policy would name over a registry. */
function namesOf({ loaded }: PolicySide, registry: Registry): readonly string[] {
  return namedRoutes(loaded.policy, registry);
}

function concernOf(path: Path, isWeighted: boolean): ChangeConcern {
  const [section, key] = path;
  switch (section) {
    case "policy_name":
      // A weighted split is drawn by the policy's name: another name is another split.
      return isWeighted ? "behaviour" : "identity";
    case "owner":
      return "identity";
    case "workflow":
      return key === "risk_class" || key === "data_sensitivity" ? "behaviour" : "identity";
    case "evidence":
    case "acceptance_tests":
    case "promotion":
      return "proof";
    case "latency":
      return `${key}`.startsWith("p95_") ? "proof" : "behaviour";
    default:
      return "behaviour";
  }
}
