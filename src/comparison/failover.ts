import type { Drilled, ProviderFailover } from "../core/routes-in-use.ts";
import type { ArmColumns } from "./arm-columns.ts";
import type { RoutesSetup } from "./routes-setup.ts";

interface Pair {
  readonly from: string;
  readonly to: string;
  readonly routes: { readonly from: string; readonly to: string }[];
  readonly drilled: Drilled[];
  seen: number;
  accepted: number;
}

/** Fallbacks of one arm between providers: those that are written, and those that happened. */
export function failoverOf(arm: ArmColumns, setup: RoutesSetup): readonly ProviderFailover[] {
  const pairs = new Map<string, Pair>();
  const pairOf = (from: string, to: string): Pair | undefined => {
    const providers = [from, to].map((name) => setup.registry.routes.get(name)?.provider);
    const [first, second] = providers;
    if (first === undefined || second === undefined) return undefined;
    const key = `${first} ${second}`;
    const pair = pairs.get(key) ?? {
      from: first,
      to: second,
      routes: [],
      drilled: [],
      seen: 0,
      accepted: 0,
    };
    pairs.set(key, pair);
    return pair;
  };
  for (const { from, to, drilled } of setup.failovers.get(arm.key) ?? []) {
    const pair = pairOf(from, to);
    pair?.routes.push({ from, to });
    pair?.drilled.push(drilled);
  }
  for (const { from, to, seen, accepted } of arm.fallbacks.all) {
    const pair = pairOf(from, to);
    if (pair === undefined) continue;
    pair.seen += seen;
    pair.accepted += accepted;
  }
  return [...pairs.entries()].sort(byText).map(([, { routes, drilled, ...pair }]) => ({
    from: pair.from,
    to: pair.to,
    routes: routes.toSorted((one, other) => (textOf(one) < textOf(other) ? -1 : 1)),
    drilled: ofAll(drilled),
    seen: pair.seen,
    accepted: pair.accepted,
  }));
}

/** One difference is enough to doubt a pair, and one proof to have drilled it. */
function ofAll(drilled: readonly Drilled[]): Drilled {
  if (drilled.length === 0) return "not_promised";
  if (drilled.includes("fail")) return "fail";
  return drilled.includes("pass") ? "pass" : "not_drilled";
}

function byText([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}

function textOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return JSON.stringify([from, to]);
}
