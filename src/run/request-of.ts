import type { ModelRequest } from "../core/model-request.ts";
import type { Route } from "../core/route.ts";
import { familyOf, hostOf } from "../providers/live/base-url.ts";
import { extraHeadersOf } from "../providers/live/extra-headers.ts";
import { wires } from "../providers/live/wires.ts";
import type { WireRequest } from "../providers/recordings/call-names.ts";

/** The request of a call as its wire writes it; the same for live calls and recordings. */
export function requestOf(route: Route, request: ModelRequest): WireRequest {
  const { model, parameters } = route;
  const endpointFamily = familyOf(route);
  const body = wires[endpointFamily].bodyOf({ model, request, parameters });
  const headers = extraHeadersOf(route);
  return {
    provider: whoIsAsked(route),
    endpointFamily,
    model,
    ...(Object.keys(headers).length > 0 && { headers }),
    body,
  };
}

/** Vendors are one wherever they answer; two gateways that both know a model `auto` are two. */
function whoIsAsked(route: Route): string {
  const { provider } = route;
  return provider === "openai_compatible" ? `${provider} at ${hostOf(route)}` : provider;
}
