import { isJsonObject, type JsonObject } from "../core/json.ts";
import type { EndpointFamily, Route } from "../core/route.ts";
import { familyOf } from "./live/base-url.ts";

/** The vendor's own fields of a route's requests; empty: none. */
export function extraBodyOf({ parameters }: Pick<Route, "parameters">): JsonObject {
  const { extra_body: extra } = parameters;
  return isJsonObject(extra) ? extra : {};
}

/**
 * Fields that limit an answer, by wires whose `extra_body` may name them: the first is the one that
 * the harness writes. Chat servers obey either of theirs.
 */
const limitFields: Readonly<Partial<Record<EndpointFamily, readonly [string, ...string[]]>>> = {
  openai: ["max_completion_tokens", "max_tokens"],
  "openai-response": ["max_output_tokens"],
};

/**
 * The limit of an answer in tokens as `extra_body` leaves it, the largest where there are several;
 * absent: none is left.
 */
export function boundWithExtraBody(route: Route, said: number | undefined): number | undefined {
  const [own, ...others] = limitFields[familyOf(route)] ?? [];
  if (own === undefined) return said;
  const extra = extraBodyOf(route);
  const sent = [
    Object.hasOwn(extra, own) ? extra[own] : said,
    ...others.map((name) => extra[name]),
  ];
  const limits = sent.filter((limit) => typeof limit === "number");
  return limits.length === 0 ? undefined : Math.ceil(Math.max(...limits));
}

/** Prompts that a provider keeps, searches of its own, and several answers at once. */
const unmeasured: ReadonlySet<string> = new Set([
  "cachedContent",
  "cached_content",
  "candidateCount",
  "candidate_count",
  "conversation",
  "generation_config",
  "previous_response_id",
  "prompt",
  "web_search_options",
]);

/** A field of `extra_body` whose cost the size of a request does not tell; absent: there is none. */
export function unmeasuredField(route: Pick<Route, "parameters">): string | undefined {
  const extra = extraBodyOf(route);
  const { generationConfig } = extra;
  const inner = isJsonObject(generationConfig) ? Object.keys(generationConfig) : [];
  return [...Object.keys(extra), ...inner].find((field) => unmeasured.has(field));
}
