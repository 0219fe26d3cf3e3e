import { canonicalJson } from "../../core/canonical-json.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { pathText } from "../document-name.ts";
import { textIn } from "./documented.ts";

export type Path = readonly (string | number)[];
/** A part of a tree of variables; absent: not there. */
export type Value = JsonValue | undefined;
/** Told of each variable that differs. */
export type Note = (
  path: Path,
  kind: "value" | "set" | "list" | "map",
  before: Value,
  after: Value,
) => void;

/** Lists whose order says nothing; a meaning holds them sorted. */
const sets =
  /^(?:(?:route_selection\.(?:required_capabilities|allowed_routes|blocked_routes|(?:cost_aware|latency_aware|scored|module)\.routes|scored\.allowed_models))|risk\.(?:human_review_required_when|redact|approved_regions.*)|health\.counts|fallback\.(?:retry_same_route_once|fallback_to_backup_route|stop_without_fallback|stop_and_queue|allowed_fallbacks|blocked_fallbacks|side_effecting_tools|approvals)|evidence\.required_logs|promotion\.(?:gates|guard_segments)|cost\.caps.*\.routes)$/s;

/** Blocks that are one decision: a share given to one route is taken from another. */
const maps =
  /^(?:route_selection\.(?:weighted\.routes|scored\.weights)|routes(?:\.[^.]+|\[".*"\])\.(?:price|simulation|limits|exit_criteria))$/s;

/** Lists each entry of which is a decision of its own. */
const ruleLists: ReadonlySet<string> = new Set(["route_selection.rules"]);

/** Tells of every variable below `path` that differs: one call each. */
export function compareVariables(path: Path, before: Value, after: Value, note: Note): void {
  if (isSame(before, after)) return;
  const at = pathText(path);
  if (at === "route_selection.strategy") return compareStrategies(before, after, note);
  if (at === "cost.caps") return compareCaps(before, after, note);
  const isBlock = isJsonObject(before) && isJsonObject(after);
  if (maps.test(at) && isBlock) return compareMaps(path, before, after, note);
  if (isBlock) {
    for (const key of keysOf(before, after))
      compareVariables([...path, key], ownValue(before, key), ownValue(after, key), note);
    return;
  }
  if (sets.test(at)) return note(path, "set", before, after);
  if (!Array.isArray(before) || !Array.isArray(after)) return note(path, "value", before, after);
  if (ruleLists.has(at)) return compareRules(path, before, after, note);
  return note(path, "list", before, after);
}

/**
 * Another strategy is one change, with its options and what it makes of the primary route; options
 * of the same strategy are told apart.
 */
function compareStrategies(before: Value, after: Value, note: Note): void {
  const [one, other] = [strategyOf(before), strategyOf(after)];
  if (one.name !== other.name) {
    note(["route_selection", "strategy"], "value", onOneLine(one), onOneLine(other));
    return;
  }
  compareVariables(["route_selection", "primary_route"], one.primary, other.primary, note);
  const section = one.name === "rules" ? ["route_selection"] : ["route_selection", one.name];
  for (const key of keysOf(one.options, other.options)) {
    compareVariables(
      [...section, key],
      ownValue(one.options, key),
      ownValue(other.options, key),
      note,
    );
  }
}

interface StrategyVariable {
  readonly name: string;
  readonly primary: Value;
  readonly options: JsonObject;
}

function strategyOf(value: Value): StrategyVariable {
  const strategy = isJsonObject(value) ? value : {};
  const { primary, options = {} } = strategy;
  return { name: textIn(strategy, "name"), primary, options: options as JsonObject };
}

function onOneLine({ name, primary, options }: StrategyVariable): JsonValue {
  const all = { ...(primary !== undefined && { primary_route: primary }), ...options };
  return Object.keys(all).length === 0 ? name : { strategy: name, ...all };
}

/** Caps by their names, wherever they stand, and their order where that alone is another. */
function compareCaps(before: Value, after: Value, note: Note): void {
  const [one, other] = [before, after].map((side) => (isJsonObject(side) ? side : {}));
  const [names, namesAfter] = [one, other].map(({ named = {} } = {}) => named as JsonObject);
  if (names === undefined || namesAfter === undefined) return;
  for (const name of keysOf(names, namesAfter)) {
    const [from, to] = [ownValue(names, name), ownValue(namesAfter, name)];
    compareVariables(["cost", "caps", name], from, to, note);
  }
  const common = (side: JsonObject | undefined): readonly JsonValue[] =>
    ((side?.["order"] ?? []) as readonly string[]).filter(
      (name) => Object.hasOwn(names, name) && Object.hasOwn(namesAfter, name),
    );
  const [order, orderAfter] = [common(one), common(other)];
  if (!isSame(order, orderAfter)) note(["cost", "caps"], "list", order, orderAfter);
}

function compareMaps(path: Path, before: JsonObject, after: JsonObject, note: Note): void {
  const differing = keysOf(before, after).filter(
    (key) => !isSame(ownValue(before, key), ownValue(after, key)),
  );
  const only = (side: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(side).filter(([key]) => differing.includes(key)));
  note(path, "map", only(before), only(after));
}

/** Rules that stand where they stood are compared one by one; a new order is one change. */
function compareRules(
  path: Path,
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  note: Note,
): void {
  const sorted = (rules: readonly JsonValue[]): string =>
    rules.map(canonicalJson).toSorted().join("\n");
  if (sorted(before) === sorted(after)) return note(path, "list", before, after);
  let start = 0;
  while (start < Math.min(before.length, after.length) && isSame(before[start], after[start]))
    start += 1;
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    isSame(before.at(-1 - end), after.at(-1 - end))
  ) {
    end += 1;
  }
  const removed = before.slice(start, before.length - end);
  const added = after.slice(start, after.length - end);
  for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
    compareVariables([...path, start + index + 1], removed[index], added[index], note);
  }
}

/** Names of the user's own may be those that every object inherits. */
export function ownValue(tree: JsonObject, key: string): Value {
  return Object.hasOwn(tree, key) ? tree[key] : undefined;
}

export function keysOf(before: JsonObject, after: JsonObject): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

function isSame(one: Value, other: Value): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}
