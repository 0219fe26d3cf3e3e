import type { ProviderName } from "../../core/route.ts";
import type { GateBound } from "../gate-bounds.ts";
import type { Optional } from "../optional.ts";

/** A gate as it is written. */
export interface GateShape
  extends
    Optional<{ segment: string; route: string; provider: ProviderName }>,
    Optional<Record<GateBound, number>> {
  readonly metric: string;
}
