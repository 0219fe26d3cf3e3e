import type { ModelRequest } from "../../core/model-request.ts";
import type { Route } from "../../core/route.ts";
import { familyOf, hostOf } from "../../providers/live/base-url.ts";
import { extraHeadersOf } from "../../providers/live/extra-headers.ts";
import { wires } from "../../providers/live/wires.ts";
import type { WireRequest } from "../../providers/recordings/call-names.ts";

/** What all requests of a route have in common. */
type Envelope = Omit<WireRequest, "body">;

const envelopes = new WeakMap<Route, Envelope>();

/** The request of a call as its wire writes it; the same for live calls and recordings. */
export function requestOf(route: Route, request: ModelRequest): WireRequest {
  let envelope = envelopes.get(route);
  if (envelope === undefined) envelopes.set(route, (envelope = envelopeOf(route)));
  const { model, parameters } = route;
  const body = wires[envelope.endpointFamily].bodyOf({ model, request, parameters });
  return { ...envelope, body };
}

function envelopeOf(route: Route): Envelope {
  const headers = extraHeadersOf(route);
  return {
    provider: whoIsAsked(route),
    endpointFamily: familyOf(route),
    model: route.model,
    ...(Object.keys(headers).length > 0 && { headers }),
  };
}

/** Vendors are one wherever they answer; two gateways that both know a model `auto` are two. */
function whoIsAsked(route: Route): string {
  const { provider } = route;
  return provider === "openai_compatible" ? `${provider} at ${hostOf(route)}` : provider;
}
