import type { JsonObject, JsonValue } from "../../core/json.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import { documented, put, textIn, type Tree } from "./documented.ts";

/**
 * The ceilings of a policy under `cost`, as its document has them. What is done beyond one is
 * `on_cap` for all that do not name a route to go to.
 */
export function putCeilings(tree: Tree, ceilings: readonly JsonObject[]): void {
  const caps: string[] = [];
  for (const ceiling of ceilings) {
    const { reaction, most, ...others } = ceiling;
    const name = textIn(ceiling, "name");
    const limit = limitOf(most as JsonObject);
    const { kind: react, route } = reaction as JsonObject;
    if (route === undefined) put(tree, ["cost", "on_cap"], react);
    const cap = /^cost\.caps\.(.*)\.(max_usd|max_requests)$/s.exec(name);
    if (cap === null) {
      put(tree, plainPath(name), limit);
      continue;
    }
    const [, called = "", key = ""] = cap;
    if (!caps.includes(called)) caps.push(called);
    const { key: by, routes, per } = others;
    put(tree, ["cost", "caps", "named", called], {
      ...(by !== undefined && { by: documented(by, "") }),
      ...(routes !== undefined && { routes }),
      ...(per !== undefined && { per }),
      [key]: limit,
      ...(route !== undefined && { downgrade_to: route }),
    });
  }
  // The first cap that objects is the one that counts: their order is a variable too.
  if (caps.length > 0) put(tree, ["cost", "caps", "order"], caps);
}

/** `cost.daily_spend_cap`, and quotas by their route. */
function plainPath(name: string): readonly string[] {
  const quota = /^cost\.route_quotas\.(.*)$/s.exec(name);
  return quota === null ? name.split(".") : ["cost", "route_quotas", quota[1] ?? ""];
}

/** In dollars, requests, or as a share. */
function limitOf({ nanoUsd, count, share }: JsonObject): JsonValue {
  if (typeof nanoUsd === "number") return usdFromNanoUsd(nanoUsd);
  return count ?? share ?? null;
}
