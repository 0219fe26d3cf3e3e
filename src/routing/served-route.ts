import type { ProviderName, Registry, Route } from "../core/route.ts";

/** What a gateway says of who served a request. */
export interface Served {
  readonly model: string;
  /** The provider or deployment in the gateway's words; absent: it does not say. */
  readonly by: string | undefined;
}

/** Gateways' words for the providers that a registry knows; other words say nothing of a route. */
const providerWords: ReadonlyMap<string, ProviderName> = new Map([
  ["openai", "openai"],
  ["anthropic", "anthropic"],
  ["google", "google"],
  ["gemini", "google"],
  ["google-ai-studio", "google"],
  ["google-vertex", "google"],
  ["vertex-ai", "google"],
  ["vertex_ai", "google"],
]);

/** `-2025-08-07`, `-20250807`, `@20250807`, `-08-2024`, and the short `-0613` and `-001`. */
const datedEnding = /^[-@](?:\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{8}|\d{4}|\d{3})$/;

/**
 * The routes of a registry that a served model may be, the likeliest first: the same name before a
 * dated form of it, the provider that the gateway names before another way to the same model. Empty:
 * the registry has none. `gateway` names the route that leads to the gateway: never what it served.
 */
export function routesServed(
  { model, by }: Served,
  { routes }: Registry,
  gateway: string | undefined,
): readonly Route[] {
  const named = splitVendor(model.toLowerCase());
  const provider = providerOf(by) ?? providerOf(named.vendor);
  const ranked: { readonly route: Route; readonly rank: number }[] = [];
  for (const route of routes.values()) {
    if (route.name === gateway) continue;
    const likeness = likenessOf(splitVendor(route.model.toLowerCase()), named);
    const nearness = provider === undefined ? 0 : nearnessOf(route.provider, provider);
    if (likeness === undefined || nearness === undefined) continue;
    ranked.push({ route, rank: 2 * likeness + nearness });
  }
  return ranked.sort((one, other) => one.rank - other.rank).map(({ route }) => route);
}

interface ModelName {
  readonly name: string;
  readonly vendor: string | undefined;
}

/** Gateways write `openai/gpt-5-mini`; the last part is the model's own name. */
function splitVendor(model: string): ModelName {
  const slash = model.lastIndexOf("/");
  if (slash < 0) return { name: model, vendor: undefined };
  return { name: model.slice(slash + 1), vendor: model.slice(0, slash).split("/").at(-1) };
}

function providerOf(word: string | undefined): ProviderName | undefined {
  return word === undefined
    ? undefined
    : providerWords.get(word.toLowerCase().trim().replaceAll(" ", "-"));
}

/** 0: the same name; 1: a dated form of the route's; absent: another model. */
function likenessOf(own: ModelName, served: ModelName): number | undefined {
  const isOthers = own.vendor !== undefined && served.vendor !== undefined;
  if (isOthers && own.vendor !== served.vendor) return undefined;
  if (served.name === own.name) return 0;
  const isDated =
    served.name.startsWith(own.name) && datedEnding.test(served.name.slice(own.name.length));
  return isDated ? 1 : undefined;
}

/** 0: the very provider; 1: a server that speaks for others; absent: another vendor's own wire. */
function nearnessOf(route: ProviderName, served: ProviderName): number | undefined {
  if (route === served) return 0;
  return route === "openai_compatible" ? 1 : undefined;
}
