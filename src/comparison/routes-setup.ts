import type { Registry } from "../core/route.ts";
import type { Drilled } from "../core/routes-in-use.ts";

/** A fallback that a policy writes and may take, between two routes. */
export interface WrittenFailover {
  readonly from: string;
  readonly to: string;
  readonly drilled: Exclude<Drilled, "not_promised">;
}

/** What is known of a run's routes besides what came of them. */
export interface RoutesSetup {
  readonly registry: Pick<Registry, "routes">;
  /** By arm. */
  readonly failovers: ReadonlyMap<string, readonly WrittenFailover[]>;
}
