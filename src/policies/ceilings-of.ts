import type { Ceiling, CeilingReaction } from "../core/ceiling.ts";
import type { Registry } from "../core/route.ts";
import { amountOf } from "./amount-of.ts";
import { byName } from "./by-name.ts";
import { conditionIfAny } from "./condition-at.ts";
import type { CapShape, CostShape } from "./shapes/cost-shape.ts";
import type { Template } from "./template.ts";

/**
 * What a policy keeps besides the cost of one request, in a fixed order. A ceiling whose budget has
 * no amount is left out, and `checkPolicy` says so.
 */
export function ceilingsOf(template: Template, registry: Registry | undefined): readonly Ceiling[] {
  const cost = template.shape.cost ?? {};
  const reaction = capReactionOf(cost.on_cap);
  const plain = (
    key: PlainKey,
    countedBy: Ceiling["countedBy"],
    per: Ceiling["per"],
  ): Ceiling[] => {
    const nanoUsd = amountOf(cost[key], registry);
    if (nanoUsd === undefined) return [];
    const most = { kind: "usd", nanoUsd } as const;
    const everything = { key: undefined, routes: undefined };
    return [{ name: `cost.${key}`, countedBy, ...everything, per, most, reaction }];
  };
  return [
    ...plain("max_cost_per_workflow", "workflow", "run"),
    ...plain("daily_spend_cap", "policy", "day"),
    ...plain("daily_spend_cap_per_owner", "owner", "day"),
    ...(cost.caps ?? []).flatMap((cap, index) =>
      capCeilings(template, { cap, index, registry, otherwise: reaction }),
    ),
    ...byName(cost.route_quotas ?? {}).map(([route, share]): Ceiling => ({
      name: `cost.route_quotas.${route}`,
      countedBy: "policy",
      key: undefined,
      routes: [route],
      per: "day",
      most: { kind: "share", share },
      reaction,
    })),
  ];
}

type PlainKey = "max_cost_per_workflow" | "daily_spend_cap" | "daily_spend_cap_per_owner";

interface WrittenCap {
  readonly cap: CapShape;
  readonly index: number;
  readonly registry: Registry | undefined;
  readonly otherwise: CeilingReaction;
}

/** A cap on money and on requests is two ceilings: either may be reached first. */
function capCeilings(
  template: Template,
  { cap, index, registry, otherwise }: WrittenCap,
): readonly Ceiling[] {
  const { downgrade_to: route } = cap;
  const reaction: CeilingReaction = route === undefined ? otherwise : { kind: "downgrade", route };
  const common = {
    countedBy: cap.by === undefined ? "policy" : "key",
    key: conditionIfAny(template, ["cost", "caps", index, "by"], cap.by),
    routes: cap.routes,
    per: cap.per ?? "day",
    reaction,
  } as const;
  const name = `cost.caps.${cap.name}`;
  const nanoUsd = amountOf(cap.max_usd, registry);
  const count = cap.max_requests;
  return [
    ...(nanoUsd === undefined
      ? []
      : [{ name: `${name}.max_usd`, ...common, most: { kind: "usd", nanoUsd } as const }]),
    ...(count === undefined
      ? []
      : [{ name: `${name}.max_requests`, ...common, most: { kind: "requests", count } as const }]),
  ];
}

/** What `cost.on_cap` asks for; unwritten: stop. */
export function capReactionOf(onCap: CostShape["on_cap"] = "stop"): CeilingReaction {
  return onCap === "downgrade" ? { kind: onCap, route: undefined } : { kind: onCap };
}
