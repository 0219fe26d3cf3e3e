import { routesNamedBy, type Policy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import { canonicalJson, sha256Hex } from "../documents/canonical-json.ts";

/**
 * `sha256:` over what a policy means and the full definitions of the routes it names: a changed
 * model behind an unchanged name is a new version. Formatting, comments, spelling, file name and
 * the order of what has no order are not part of it.
 */
export function policyVersion(policy: Policy, registry: Registry): string {
  const { file: _file, version: _version, ...meaning } = policy;
  const { fallback, promotion } = policy;
  const routes = routesNamedBy(policy).map((name) => [name, registry.routes.get(name) ?? null]);
  const canonical = canonicalJson({
    policy: {
      ...meaning,
      strategy: withoutPlaces(policy.strategy),
      requiredCapabilities: sorted(policy.requiredCapabilities),
      allowedRoutes: policy.allowedRoutes && sorted(policy.allowedRoutes),
      blockedRoutes: sorted(policy.blockedRoutes),
      reviewWhen: sorted(policy.reviewWhen.map(({ text }) => text)),
      requiredLogs: sorted(policy.requiredLogs),
      fallback: {
        ...fallback,
        allowedFallbacks: fallback.allowedFallbacks && sorted(fallback.allowedFallbacks),
        blockedFallbacks: sorted(fallback.blockedFallbacks),
        approvals: sorted(fallback.approvals.map(canonicalJson)),
      },
      promotion: { ...promotion, gates: sorted(promotion.gates.map(canonicalJson)) },
    },
    routes: Object.fromEntries(routes),
  });
  return `sha256:${sha256Hex(canonical)}`;
}

function sorted(names: readonly string[]): readonly string[] {
  return [...names].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}

/** Where an expression stands in its file is not part of what it means. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.filter(([key]) => key !== "place").map(([key, entry]) => [key, withoutPlaces(entry)]),
  );
}
