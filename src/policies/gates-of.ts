import type { Gate } from "../core/gate.ts";
import { gateBounds } from "./gate-bounds.ts";
import type { GateShape } from "./shapes/gate-shape.ts";

/** A gate for each bound that is written: exactly one, as the schema sees to it. */
export function gatesOf(shape: GateShape): readonly Gate[] {
  const equals = shape.segment?.indexOf("=") ?? -1;
  const segment =
    shape.segment === undefined
      ? undefined
      : { tag: shape.segment.slice(0, equals), value: shape.segment.slice(equals + 1) };
  const { metric, route, provider } = shape;
  return gateBounds.flatMap((bound) => {
    const threshold = shape[bound];
    return threshold === undefined ? [] : [{ metric, segment, route, provider, bound, threshold }];
  });
}
