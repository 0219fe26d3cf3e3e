import {
  billingMeters,
  type BillingKey,
  type BillingMeter,
  type BillingRow,
} from "../../core/billing-row.ts";
import type { TokenSums } from "./token-sums.ts";

/** Calls of known cost of one key, as they are added up. */
export interface Group {
  readonly key: BillingKey;
  readonly meters: Map<
    string,
    {
      readonly meter: BillingMeter;
      readonly unitPriceAtto: bigint | undefined;
      quantity: bigint;
      costYocto: bigint;
    }
  >;
  readonly tokens: TokenSums;
  requests: number;
  accepted: number;
  /** Rounded costs less exact products. */
  roundingYocto: bigint;
}

/** Adds to the sum of one meter at one price. */
export function addMeter(
  group: Group,
  meter: BillingMeter,
  unitPriceAtto: bigint | undefined,
  quantity: bigint,
  costYocto: bigint,
): void {
  const name = `${meter}/${unitPriceAtto ?? ""}`;
  let sum = group.meters.get(name);
  if (sum === undefined) {
    sum = { meter, unitPriceAtto, quantity: 0n, costYocto: 0n };
    group.meters.set(name, sum);
  }
  sum.quantity += quantity;
  sum.costYocto += costYocto;
}

/** Rows of one group in the order of the meters; its calls are counted on the first of them. */
export function rowsOf(group: Group): readonly BillingRow[] {
  const { key, meters, requests, accepted, roundingYocto } = group;
  const { unknownCounts: _unknown, ...tokens } = group.tokens;
  const sums = [...meters.values()].toSorted(
    (a, b) =>
      billingMeters.indexOf(a.meter) - billingMeters.indexOf(b.meter) ||
      byBigint(a.unitPriceAtto ?? 0n, b.unitPriceAtto ?? 0n),
  );
  const rounding = {
    meter: "rounding" as const,
    unitPriceAtto: undefined,
    quantity: 0n,
    costYocto: roundingYocto,
  };
  return [...sums, ...(roundingYocto === 0n ? [] : [rounding])].map((sum, index) => ({
    ...key,
    ...sum,
    requests: index === 0 ? requests : 0,
    accepted: index === 0 ? accepted : 0,
    ...(index === 0 && { tokens }),
  }));
}

/** The fixed order of a bill: policies as the run names them, then by hour and the other keys. */
export function byKey(
  policies: readonly string[],
  { key: a }: { readonly key: BillingKey },
  { key: b }: { readonly key: BillingKey },
): number {
  return (
    policies.indexOf(a.policy) - policies.indexOf(b.policy) ||
    a.hourMs - b.hourMs ||
    byText(a.route, b.route) ||
    byText(a.model, b.model) ||
    byText(a.serviceTier ?? "", b.serviceTier ?? "") ||
    (a.aboveInputTokens ?? -1) - (b.aboveInputTokens ?? -1) ||
    byText(a.attemptKind, b.attemptKind) ||
    byText(a.owner ?? "", b.owner ?? "") ||
    byText(a.provider ?? "", b.provider ?? "") ||
    byText(a.basis, b.basis)
  );
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function byBigint(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
