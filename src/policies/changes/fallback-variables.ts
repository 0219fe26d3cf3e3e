import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { documentName } from "../document-name.ts";
import { documented, textIn } from "./documented.ts";

const lists: Readonly<Record<string, string>> = {
  retry: "retry_same_route_once",
  fallback: "fallback_to_backup_route",
  stop: "stop_without_fallback",
  queue: "stop_and_queue",
};

/** Fallback rules in the lists of the template; reactions that name a route keep their order. */
export function fallbackVariables(fallback: JsonValue | undefined): JsonObject {
  if (!isJsonObject(fallback)) return {};
  const { transitions = [], degrade = [], ...others } = fallback;
  const part: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(others)) {
    part[documentName(key)] = documented(value, key);
  }
  if ((degrade as readonly JsonValue[]).length > 0) {
    part["degrade"] = (degrade as readonly JsonObject[]).map(degradationOf);
  }
  for (const entry of transitions as readonly JsonValue[]) {
    const { trigger, reaction } = ruleOf(entry);
    const { kind, route } = reaction;
    const key = route === undefined ? (lists[kind] ?? kind) : "use_route";
    const added = route === undefined ? trigger : { trigger, route };
    part[key] = [...((part[key] ?? []) as readonly JsonValue[]), added];
  }
  return part;
}

interface Rule {
  /** An expression is its own text. */
  readonly trigger: string;
  readonly reaction: { readonly kind: string; readonly route?: string };
}

/** Rules whose order says nothing are kept as their canonical JSON. */
function ruleOf(entry: JsonValue): Rule {
  return (typeof entry === "string" ? JSON.parse(entry) : entry) as Rule;
}

function degradationOf(degradation: JsonObject): JsonValue {
  const { kind: _kind, text, change, ...others } = degradation;
  const kind = textIn(degradation, "kind");
  if (text !== undefined) return { [kind]: text };
  return { [kind]: { ...others, ...(documented(change ?? {}, "") as JsonObject) } };
}
