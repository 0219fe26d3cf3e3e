import type { Registry } from "../../core/route.ts";
import type { World } from "../world.ts";

/** The keys that a registry names and the environment has, by the variable's name. */
export function keysOf({ routes }: Registry, { env }: Pick<World, "env">): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { apiKeyEnv } of routes.values()) {
    const value = apiKeyEnv === undefined ? undefined : env(apiKeyEnv);
    if (apiKeyEnv !== undefined && value !== undefined && value.trim() !== "") {
      keys.set(apiKeyEnv, value);
    }
  }
  return keys;
}
