import type { CostWaterfall, WaterfallStep } from "../../core/charts/cost-waterfall.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import { isTooMuchMissing } from "../finding.ts";
import type { ArmPair } from "../promotion-gates.ts";
import { costParts, type CostParts } from "./cost-parts.ts";
import type { RouteCalls } from "./first-calls.ts";

interface TwoParts {
  readonly baseline: CostParts;
  readonly candidate: CostParts;
}

type Step = readonly [kind: WaterfallStep, nanoUsd: bigint];

/**
 * What moved the total from the baseline's to the candidate's, over all outcomes that each of them
 * covers. First calls of accepted outcomes are walked: the candidate's calls by route at the
 * baseline's cost, then at its own price a token, then with its own tokens. Each route's part of
 * what stands between is rounded to a nano-dollar, so that the steps add up without a rest.
 */
export function costWaterfall(arms: ArmPair, pairs: Uint32Array): CostWaterfall {
  const parts = { baseline: costParts(arms.baseline), candidate: costParts(arms.candidate) };
  const { baseline, candidate } = parts;
  const hasTokens = hasTokensOf(baseline) && hasTokensOf(candidate);
  const reason = unknownBecause(parts, pairs.length);
  const steps = reason === undefined ? stepsOf(parts, hasTokens) : [];
  return {
    basis: hasTokens ? "tokens" : "calls",
    baseline_usd: usdFromNanoUsd(baseline.total),
    candidate_usd: usdFromNanoUsd(candidate.total),
    baseline_accepted: baseline.accepted,
    candidate_accepted: candidate.accepted,
    steps: steps.map(([kind, nanoUsd]) => ({ kind, change_usd: usdFromNanoUsd(nanoUsd) })),
    ...(reason !== undefined && { reason }),
  };
}

function stepsOf({ baseline, candidate }: TwoParts, hasTokens: boolean): readonly Step[] {
  const mixed = candidateCalls(baseline, candidate, ({ nanoUsd, calls }, own) =>
    rounded(BigInt(own.calls) * nanoUsd, BigInt(calls)),
  );
  const walked: Step[] = [["routing_mix", mixed - baseline.firstCalls]];
  if (hasTokens) {
    const priced = candidateCalls(baseline, candidate, ({ tokens, calls }, own) =>
      own.tokens === 0
        ? 0n
        : rounded(
            BigInt(own.calls) * BigInt(tokens) * own.nanoUsd,
            BigInt(calls) * BigInt(own.tokens),
          ),
    );
    walked.push(["price_per_token", priced - mixed]);
    walked.push(["tokens_per_call", candidate.firstCalls - priced]);
  } else walked.push(["cost_per_call", candidate.firstCalls - mixed]);
  return [
    ...walked,
    ["retries", candidate.retries - baseline.retries],
    ["fallbacks", candidate.fallbacks - baseline.fallbacks],
    ["escalations", candidate.escalations - baseline.escalations],
    ["rejected_work", candidate.rejectedWork - baseline.rejectedWork],
  ];
}

/**
 * Nano-dollars of the candidate's first calls, were they like the baseline's on the same route. On
 * a route that the baseline never called they stay as they are: all of it is a matter of the mix.
 */
function candidateCalls(
  baseline: CostParts,
  candidate: CostParts,
  likeBaseline: (before: RouteCalls, own: RouteCalls) => bigint,
): bigint {
  let sum = 0n;
  for (const [route, own] of candidate.byRoute) {
    const before = baseline.byRoute.get(route);
    sum += before === undefined ? own.nanoUsd : likeBaseline(before, own);
  }
  return sum;
}

/** Whether every call has a price a token: a call of no tokens that costs something has none. */
function hasTokensOf({ unknownTokens, byRoute }: CostParts): boolean {
  if (unknownTokens > 0) return false;
  return [...byRoute.values()].every(({ tokens, nanoUsd }) => tokens > 0 || nanoUsd === 0n);
}

/** Why no step is known; undefined: all are. */
function unknownBecause({ baseline, candidate }: TwoParts, pairs: number): string | undefined {
  const sides = [
    ["baseline", baseline],
    ["candidate", candidate],
  ] as const;
  const unpriced = sides.flatMap(([side, { unknownCosts: count }]) =>
    count === 0 ? [] : [`${count} of the ${side}'s attempts`],
  );
  if (unpriced.length > 0) return `the cost is not known of ${unpriced.join(" and ")}`;
  const apart = sides.find(([, { covered }]) => isTooMuchMissing(covered - pairs, covered));
  if (apart === undefined) return undefined;
  const [side, { covered }] = apart;
  const also = side === "baseline" ? "candidate" : "baseline";
  return `the ${also} covers only ${pairs} of the ${covered} outcomes that the ${side} covers`;
}

/** To the nearest, ties to the even one; both are positive. */
function rounded(numerator: bigint, denominator: bigint): bigint {
  const whole = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const isUp = twice > denominator || (twice === denominator && whole % 2n === 1n);
  return isUp ? whole + 1n : whole;
}
