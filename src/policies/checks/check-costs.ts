import { didYouMean } from "../../core/nearest-name.ts";
import type { Problem } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import { amountOf } from "../amount-of.ts";
import type { Path, Template } from "../template.ts";

const amounts = [
  "max_cost_per_request",
  "max_cost_per_workflow",
  "daily_spend_cap",
  "daily_spend_cap_per_owner",
] as const;

/** Amounts that are only names, and names that no budget of the registry has. */
export function budgetProblems(
  template: Template,
  registry: Registry | undefined,
): readonly Problem[] {
  const { cost = {} } = template.shape;
  const written: readonly { readonly path: Path; readonly amount: number | string | undefined }[] =
    [
      ...amounts.map((key) => ({ path: ["cost", key], amount: cost[key] })),
      ...(cost.caps ?? []).map(({ max_usd: amount }, index) => ({
        path: ["cost", "caps", index, "max_usd"],
        amount,
      })),
    ];
  return written.flatMap(({ path, amount }) => {
    if (typeof amount !== "string" || amountOf(amount, registry) !== undefined) return [];
    const names = registry?.budgetsNanoUsd.keys() ?? [];
    const hint = didYouMean(amount, names) ?? "give it an amount under budgets: in the registry";
    return [template.problemAt(path, `the budget "${amount}" has no amount`, hint)];
  });
}

/** Ceilings that cannot be told apart, and a reaction to none. */
export function costProblems(template: Template): readonly Problem[] {
  const { cost = {} } = template.shape;
  const { caps = [], route_quotas: quotas = {}, on_cap: onCap } = cost;
  const names = caps.map(({ name }) => name);
  const again = names.flatMap((name, index) => {
    if (names.indexOf(name) === index) return [];
    const message = `"${name}" is already the name of another cap`;
    return [template.problemAt(["cost", "caps", index, "name"], message, "give it another")];
  });
  const isAsked =
    amounts.some((key) => cost[key] !== undefined) ||
    caps.length > 0 ||
    Object.keys(quotas).length > 0;
  if (onCap === undefined || isAsked) return again;
  const message = "says what happens beyond a ceiling, and there is none";
  return [
    ...again,
    template.problemAt(["cost", "on_cap"], message, "write a ceiling or leave it out"),
  ];
}
