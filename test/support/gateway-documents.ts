/** Keys of the gateway and of the two servers behind it; no file may ever hold one. */
export const gatewayKeys = {
  TEST_GATEWAY_KEY: "canary-gateway-2b9f4c7d1e",
  TEST_FIRST_KEY: "canary-first-6a0e8d3c5f",
  TEST_SECOND_KEY: "canary-second-7c1d5b9e3a",
} as const;

/** Base URLs of the parts of a setup. */
export interface GatewayAddresses {
  readonly gateway: string;
  readonly first: string;
  readonly second: string;
}

/**
 * A registry with a Portkey gateway in front of `first`, which falls back to `second`, and routes
 * to both of them. `firstTarget` is where the gateway itself looks for the first.
 */
export function gatewayRegistry(
  { gateway, first, second }: GatewayAddresses,
  firstTarget: string,
): string {
  return `routes:
  gate:
    provider: openai_compatible
    model: auto
    base_url: ${gateway}
    api_key_env: TEST_GATEWAY_KEY
    parameters: {max_output_tokens: 20, extra_headers: {x-portkey-config: '${configOf(firstTarget, second)}'}}
  first:
    provider: openai
    endpoint_family: openai
    model: first-model
    base_url: ${first}
    api_key_env: TEST_FIRST_KEY
    parameters: {max_output_tokens: 20}
    price: {input_per_mtok_usd: 0.2, cached_input_per_mtok_usd: 0.02, cache_write_per_mtok_usd: 0.25, output_per_mtok_usd: 1}
  second:
    provider: openai
    endpoint_family: openai
    model: second-model
    base_url: ${second}
    api_key_env: TEST_SECOND_KEY
    parameters: {max_output_tokens: 20}
    price: {input_per_mtok_usd: 2, cached_input_per_mtok_usd: 0.2, cache_write_per_mtok_usd: 2.5, output_per_mtok_usd: 10}
`;
}

/**
 * A fallback configuration as Portkey takes it in a header. Instead of keys of its own each target
 * is handed the caller's; a target without a key needs some other setting, or it is refused.
 */
function configOf(first: string, second: string): string {
  const target = (custom_host: string, model: string) => ({
    provider: "openai",
    custom_host,
    forward_headers: ["authorization"],
    request_timeout: 20_000,
    override_params: { model },
  });
  const targets = [target(first, "first-model"), target(second, "second-model")];
  return JSON.stringify({ strategy: { mode: "fallback" }, targets });
}

/** The second server without any gateway. */
export const directPolicy = `policy_name: direct
route_selection: {strategy: pinned, primary_route: second}
latency: {timeout_ms: 20000}
`;

/** The gateway as the policy under test, which may not serve what its lists refuse. */
export function gatewayPolicy(
  name: string,
  lists: { readonly routes?: string; readonly fallbacks?: string } = {},
): string {
  const routes = lists.routes === undefined ? "" : `, ${lists.routes}`;
  return `policy_name: ${name}
route_selection: {strategy: gateway, gateway: {route: gate}${routes}}
latency: {timeout_ms: 20000}
fallback: {${lists.fallbacks ?? ""}}
promotion: {gates: [{metric: policy_violation_rate, max: 0}]}
`;
}
