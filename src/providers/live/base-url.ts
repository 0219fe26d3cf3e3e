import type { EndpointFamily, ProviderName, Route } from "../../core/route.ts";

/** Where each vendor answers, in the form that its own SDK takes. */
export const vendorBaseUrls: Readonly<Record<EndpointFamily, string>> = {
  openai: "https://api.openai.com/v1",
  "openai-response": "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com",
  gemini: "https://generativelanguage.googleapis.com",
};

const usualFamilies: Readonly<Record<ProviderName, EndpointFamily>> = {
  openai: "openai-response",
  anthropic: "anthropic",
  google: "gemini",
  openai_compatible: "openai",
};

/** The wire that a route is called over. */
export function familyOf(route: Route): EndpointFamily {
  return route.endpointFamily ?? usualFamilies[route.provider];
}

/** Where a route's calls go; absent: a compatible server has to be named, there is no usual one. */
export function baseUrlOf(route: Route): string | undefined {
  if (route.baseUrl !== undefined) return route.baseUrl;
  return route.provider === "openai_compatible" ? undefined : vendorBaseUrls[familyOf(route)];
}

/** Host and port of a route's calls; absent: it names no address that can be read. */
export function hostOf(route: Route): string | undefined {
  const address = baseUrlOf(route);
  return address === undefined ? undefined : URL.parse(address)?.host;
}
