import type { Attempt } from "../../core/attempt.ts";
import {
  YOCTO_PER_NANO,
  type BilledAttemptKind,
  type BillingKey,
  type RunBill,
  type UnpricedRow,
} from "../../core/billing-row.ts";
import type { Outcome } from "../../core/outcome.ts";
import { finalAttempt } from "../../core/outcome.ts";
import type { Price, ProviderName } from "../../core/route.ts";
import { unknownUsage } from "../../core/usage.ts";
import { addTokens, noTokens, type TokenSums } from "./token-sums.ts";
import { addMeter, byKey, byText, rowsOf, type Group } from "./billing-group.ts";
import { partCostYocto, pricedCall, unpricedBecause, type PaidCall } from "./price-attempt.ts";

/** What the journal of a run does not hold. */
export interface BillingSetup {
  /** Names of the policies, by arm. */
  readonly policies: readonly string[];
  /** Of the prices that the run's costs were computed with. */
  readonly priceOf: (route: string) => Price | undefined;
  readonly routeOf: (
    route: string,
  ) => { readonly provider: ProviderName; readonly model: string } | undefined;
  /** By arm: the route that says what a record is about; absent: no model does. */
  readonly classifierRoutes: readonly (string | undefined)[];
  /** Milliseconds since 1970, of an attempt by its position, or of a classification. */
  readonly sentAtMs: (outcome: Outcome, attempt: number | undefined) => number;
  readonly ownerOf: (ordinal: number) => string | undefined;
  readonly isTable: boolean;
  readonly isSimulated: boolean;
}

interface UnpricedGroup {
  readonly key: BillingKey;
  readonly because: UnpricedRow["because"];
  readonly tokens: TokenSums;
  requests: number;
  accepted: number;
}

type Call = PaidCall & {
  readonly route: string;
  readonly pricedRoute: string;
  readonly provider: ProviderName | undefined;
  readonly model: string;
  readonly kind: BilledAttemptKind;
  readonly sentAtMs: number;
  readonly isAccepted: boolean;
};

const HOUR_MS = 3_600_000;

/** Adds the calls of a run up to what a bill would show. All sums are of integers: order is nothing. */
export class BillingFold {
  readonly #setup: BillingSetup;
  readonly #groups = new Map<string, Group>();
  readonly #unpriced = new Map<string, UnpricedGroup>();
  #leftOut = 0;

  constructor(setup: BillingSetup) {
    this.#setup = setup;
  }

  /** Takes each finished outcome once. */
  take(outcome: Outcome): void {
    if (outcome.ending.kind === "not_covered") {
      this.#leftOut += outcome.attempts.length;
      return;
    }
    const final = finalAttempt(outcome);
    for (const attempt of outcome.attempts) {
      this.#add(outcome, this.#callOf(outcome, attempt, attempt === final));
    }
    const classifying = this.#classifierCall(outcome);
    if (classifying !== undefined) this.#add(outcome, classifying);
  }

  /** The bill in a fixed order. */
  bill(): RunBill {
    const order = this.#setup.policies;
    return {
      billed: [...this.#groups.values()].toSorted((a, b) => byKey(order, a, b)).flatMap(rowsOf),
      unpriced: [...this.#unpriced.values()]
        .toSorted((a, b) => byKey(order, a, b) || byText(a.because, b.because))
        .map(({ key, because, tokens, requests, accepted }): UnpricedRow => {
          const { unknownCounts, ...known } = tokens;
          return { ...key, because, requests, accepted, tokens: known, unknownCounts };
        }),
      leftOut: this.#leftOut,
    };
  }

  #callOf(outcome: Outcome, attempt: Attempt, isFinal: boolean): Call {
    const { kind, evidence, usage, costNanoUsd, route, provider } = attempt;
    return {
      kind: kind === "first" ? "primary" : kind,
      route,
      // What a gateway served is paid for at its own price, where the run has one.
      pricedRoute: evidence?.gateway?.servedRoute ?? route,
      provider,
      model: attempt.servedModel ?? attempt.requestedModel,
      usage,
      costNanoUsd,
      serviceTier: evidence?.serviceTier,
      sentAtMs: this.#setup.sentAtMs(outcome, attempt.index),
      isAccepted: isFinal && outcome.grade.accepted,
    };
  }

  /** A classification that cost something, or may have. */
  #classifierCall(outcome: Outcome): Call | undefined {
    const said = outcome.trace?.classification;
    if (said === undefined) return undefined;
    const isModel = said.by === "model" && said.failure !== "not_covered";
    if (!isModel && (said.costNanoUsd ?? 0) === 0) return undefined;
    const name = this.#setup.classifierRoutes[outcome.arm];
    const route = name === undefined ? undefined : this.#setup.routeOf(name);
    return {
      kind: "classifier",
      route: name ?? "(policy)",
      pricedRoute: name ?? "",
      provider: route?.provider,
      model: route?.model ?? said.by,
      usage: said.usage ?? unknownUsage,
      costNanoUsd: said.costNanoUsd,
      serviceTier: undefined,
      sentAtMs: this.#setup.sentAtMs(outcome, undefined),
      isAccepted: false,
    };
  }

  #add(outcome: Outcome, call: Call): void {
    const { priceOf, policies, ownerOf, isTable, isSimulated } = this.#setup;
    const price = priceOf(call.pricedRoute) ?? priceOf(call.route);
    const { parts, aboveInputTokens } = pricedCall(call, price);
    const isStated = parts.length === 0;
    const key: BillingKey = {
      policy: policies[outcome.arm] ?? "",
      hourMs: Math.floor(call.sentAtMs / HOUR_MS) * HOUR_MS,
      route: call.route,
      provider: call.provider,
      model: call.model,
      serviceTier: call.serviceTier,
      aboveInputTokens,
      attemptKind: call.kind,
      owner: ownerOf(outcome.ordinal),
      basis: isSimulated ? "estimated" : isTable && isStated ? "replayed" : "computed",
    };
    const name = JSON.stringify(Object.values(key).map((value) => value ?? null));
    if (call.costNanoUsd === undefined) {
      this.#addUnpriced(name, key, call, price);
      return;
    }
    let group = this.#groups.get(name);
    if (group === undefined) {
      const empty = { meters: new Map(), requests: 0, accepted: 0, roundingYocto: 0n };
      group = { key, tokens: noTokens(), ...empty };
      this.#groups.set(name, group);
    }
    const paidYocto = BigInt(call.costNanoUsd) * YOCTO_PER_NANO;
    if (isStated) addMeter(group, "stated", undefined, 1n, paidYocto);
    let exactYocto = isStated ? paidYocto : 0n;
    for (const part of parts) {
      const costYocto = partCostYocto(part);
      exactYocto += costYocto;
      addMeter(group, part.meter, part.unitPriceAtto, part.quantity, costYocto);
    }
    group.roundingYocto += paidYocto - exactYocto;
    addTokens(group.tokens, call.usage);
    group.requests += 1;
    if (call.isAccepted) group.accepted += 1;
  }

  #addUnpriced(name: string, key: BillingKey, call: Call, price: Price | undefined): void {
    const because = unpricedBecause(call, price);
    const place = `${because}/${name}`;
    let group = this.#unpriced.get(place);
    if (group === undefined) {
      group = { key, because, tokens: noTokens(), requests: 0, accepted: 0 };
      this.#unpriced.set(place, group);
    }
    addTokens(group.tokens, call.usage);
    group.requests += 1;
    if (call.isAccepted) group.accepted += 1;
  }
}
