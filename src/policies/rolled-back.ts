import type { PolicyShape } from "./shapes/policy-shape.ts";
import { withPrimary } from "./promises/changes.ts";

/**
 * A policy as a rollback puts it in force: every request on one route, and no other route ever in
 * its place. Its retries and stops stay: they change no route.
 */
export function rolledBack(shape: PolicyShape, route: string): PolicyShape {
  const {
    fallback_to_backup_route: _triggers,
    backup_routes: _backups,
    allowed_fallbacks: _allowed,
    ...kept
  } = shape.fallback ?? {};
  const keeps = (action: string | undefined): action is string =>
    action !== undefined && action !== "fallback_to_backup_route" && !action.startsWith("use_");
  const { on_timeout, on_schema_error, on_safety_or_policy_error, ...rest } = kept;
  return {
    // The lists of a gateway's policy are for what it serves, not for the way to it.
    ...(shape.route_selection?.strategy === "gateway" ? shape : withPrimary(shape, route)),
    fallback: {
      ...rest,
      ...(keeps(on_timeout) && { on_timeout }),
      ...(keeps(on_schema_error) && { on_schema_error }),
      ...(keeps(on_safety_or_policy_error) && { on_safety_or_policy_error }),
    },
  };
}
