import type { WrittenFailover } from "../../comparison/routes-setup.ts";
import type { Registry } from "../../core/route.ts";
import type { LoadedPolicy } from "../../policies/read-policy.ts";
import { drilledFailovers, type DrilledFailover } from "./drilled-failovers.ts";
import { writtenFailovers } from "./written-failovers.ts";

/** The fallbacks of every arm of a run, each with what its drill found. */
export interface ArmFailovers {
  readonly failovers: ReadonlyMap<string, readonly WrittenFailover[]>;
  /** Drills that could not be run. */
  readonly notes: readonly string[];
}

const notDrilled: DrilledFailover = () => "not_drilled";

/** Drills each arm's policy; a drill that breaks is a note, and never the end of a run. */
export async function failoversOfArms(
  arms: readonly { readonly key: string; readonly loaded: LoadedPolicy }[],
  registry: Registry,
  asOfMs: number,
): Promise<ArmFailovers> {
  const failovers = new Map<string, readonly WrittenFailover[]>();
  const notes: string[] = [];
  for (const { key, loaded } of arms) {
    let drilled = notDrilled;
    try {
      drilled = await drilledFailovers(loaded, registry, asOfMs);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      notes.push(`${key}: its fallbacks are not drilled, because the drill broke: ${why}`);
    }
    failovers.set(key, writtenFailovers(loaded.policy, registry, drilled));
  }
  return { failovers, notes };
}
