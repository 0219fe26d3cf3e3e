import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { documentName } from "../document-name.ts";
import { byNameOf, documented, textIn } from "./documented.ts";

/**
 * A strategy as `{name, primary, options}`: the primary route means what the strategy makes of it,
 * and an option that is the primary route by definition is left out.
 */
export function strategyVariables(
  strategy: JsonValue | undefined,
  primary: JsonValue | undefined,
): JsonValue {
  if (!isJsonObject(strategy)) return null;
  const { kind: _kind, ...options } = strategy;
  const kind = textIn(strategy, "kind");
  const own = Object.entries(options).filter(
    ([key, value]) => !isPrimary(kind, key, value, primary),
  );
  return {
    name: kind,
    ...(primary !== undefined && { primary }),
    options: Object.assign({}, ...own.map(([key, value]) => optionOf(kind, key, value))),
  };
}

function isPrimary(
  kind: string,
  key: string,
  value: JsonValue,
  primary: JsonValue | undefined,
): boolean {
  switch (`${kind}.${key}`) {
    case "pinned.route":
      return value === (primary ?? "");
    case "rules.otherwise":
    case "gateway.route":
      return value === primary;
    case "intent.unsure":
      return isJsonObject(value) && value["kind"] === "route" && value["route"] === primary;
    default:
      return false;
  }
}

/** One option in the words of its block, mostly one key. */
function optionOf(kind: string, key: string, value: JsonValue): JsonObject {
  const name = documentName(key);
  switch (`${kind}.${key}`) {
    case "weighted.routes":
      return { [name]: byNameOf(value, "route", "weight") };
    case "intent.routes":
      return { [name]: byNameOf(value, "intent", "route") };
    case "cost_aware.floors":
      return { [name]: byNameOf(value, "task", "floor") };
    case "rules.rules":
      return { [name]: (value as readonly JsonObject[]).map(ruleOf) };
    case "intent.unsure":
    case "cost_aware.otherwise":
      return { [name]: alternativeOf(value as JsonObject) };
    case "latency_aware.budget":
      return budgetOf(value as JsonObject);
    case "intent.classifier":
      return classifierOf(value as JsonObject);
    default:
      return { [name]: documented(value, key) };
  }
}

function ruleOf({ when = null, ...rest }: JsonObject): JsonValue {
  return { when: documented(when, ""), ...rest };
}

/** A route by its name in braces: it may be called what the other choices are called. */
function alternativeOf({ kind = null, route }: JsonObject): JsonValue {
  return route === undefined ? kind : { route };
}

function budgetOf({ kind, ms = null, source = null }: JsonObject): JsonObject {
  return kind === "ms" ? { budget_ms: ms } : { budget: documented(source, "") };
}

/** Reference prompts are told of by their file, of which the policy keeps the hash. */
function classifierOf({ prompts: _prompts, ...classifier }: JsonObject): JsonObject {
  return documented(classifier, "") as JsonObject;
}
