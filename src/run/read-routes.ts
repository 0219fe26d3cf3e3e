import type { Registry } from "../core/route.ts";
import { readRegistry, type LoadedRegistry } from "../policies/read-registry.ts";
import type { Redaction } from "./redaction.ts";

/**
 * Reads a registry; from then on the keys that it names are in nothing that is written or shown.
 * Throws `HarnessError` where it is not sound.
 */
export async function readRoutes(
  file: string,
  redaction: Pick<Redaction, "hideVariables">,
): Promise<LoadedRegistry> {
  const loaded = await readRegistry(file);
  redaction.hideVariables(keyVariablesOf(loaded.registry));
  return loaded;
}

/** The variables that routes name for their keys, sorted. */
export function keyVariablesOf({ routes }: Registry): readonly string[] {
  const names = [...routes.values()].flatMap(({ apiKeyEnv }) => apiKeyEnv ?? []);
  return [...new Set(names)].toSorted();
}
