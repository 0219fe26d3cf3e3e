import type { Gate } from "../src/core/gate.ts";

/** One record's outcome under one policy, as far as gates read it. */
export interface DrawnOutcome {
  readonly accepted: boolean;
  /** 0..1. */
  readonly score: number;
  readonly schemaValid: boolean;
  readonly failed: boolean;
  readonly costNanoUsd: number;
  readonly latencyMs: number;
}

/** One record under both policies, with what says that it is no independent draw. */
export interface DrawnRecord {
  readonly group: string | undefined;
  readonly segment: string;
  readonly baseline: DrawnOutcome;
  readonly candidate: DrawnOutcome;
}

/** Uniform and standard normal numbers from one seed. */
export interface Draws {
  readonly uniform: () => number;
  readonly normal: () => number;
}

/** A kind of gate, and a world in which its figure lies exactly on the limit. */
export interface CoverageCase {
  readonly name: string;
  readonly method: string;
  /** One gate of `promotion.gates`, or the limit of `latency.p95_complete_ms`. */
  readonly gate: Gate | { readonly p95CompleteMs: number };
  /** A bootstrap takes long, so that fewer repetitions are made of it. */
  readonly isSlow?: boolean;
  /** Records of one repetition. */
  readonly draw: (n: number, draws: Draws) => readonly DrawnRecord[];
}

const plain: DrawnOutcome = {
  accepted: true,
  score: 1,
  schemaValid: true,
  failed: false,
  costNanoUsd: 1_000,
  latencyMs: 100,
};

const outcome = (changes: Partial<DrawnOutcome>): DrawnOutcome => ({ ...plain, ...changes });

function gate(metric: string, bound: Gate["bound"], threshold: number, segment?: string): Gate {
  return {
    metric,
    bound,
    threshold,
    segment: segment === undefined ? undefined : { tag: "part", value: segment },
    route: undefined,
    provider: undefined,
  };
}

const alone = (n: number, of: (index: number) => Partial<DrawnRecord>): readonly DrawnRecord[] =>
  Array.from({ length: n }, (_, index) => ({
    group: undefined,
    segment: "all",
    baseline: plain,
    candidate: plain,
    ...of(index),
  }));

const GROUP = 5;

/**
 * As many groups of five records: what counts as n is what is independent. `ofGroup` draws what the
 * records of a group have in common.
 */
function grouped<Common>(
  groups: number,
  ofGroup: () => Common,
  of: (common: Common) => Partial<DrawnRecord>,
): readonly DrawnRecord[] {
  let common = ofGroup();
  return alone(GROUP * groups, (index) => {
    if (index % GROUP === 0) common = ofGroup();
    return { group: `g${Math.floor(index / GROUP)}`, ...of(common) };
  });
}

/** A pair of which only the baseline passes, or only the candidate, with these chances. */
function discordant(draw: number, baselineOnly: number, candidateOnly: number) {
  return {
    baseline: outcome({ accepted: !(draw >= baselineOnly && draw < baselineOnly + candidateOnly) }),
    candidate: outcome({ accepted: draw >= baselineOnly }),
  };
}

/** Standard deviations of the logarithm of costs: of what records have in common, and of answers. */
const SIZES = 0.4;
const ANSWERS = 0.3;

/** Costs of one record in both arms: its size is common, and the candidate takes a share of it. */
function costs({ normal, uniform }: Draws, share: number, acceptance: number) {
  const size = 1e6 * Math.exp(SIZES * normal());
  const arm = (factor: number): DrawnOutcome =>
    outcome({
      costNanoUsd: Math.max(1, Math.round(factor * size * Math.exp(ANSWERS * normal()))),
      accepted: uniform() < acceptance,
    });
  return { baseline: arm(1), candidate: arm(share) };
}

/** Mean of the cost that `costs` draws for the baseline, in dollars. */
const MEAN_COST_USD = 1e-3 * Math.exp((SIZES ** 2 + ANSWERS ** 2) / 2);

/** Latencies of one record with a correlation of 0.6, the candidate's so many times as long. */
function latencies({ normal }: Draws, factor: number) {
  const common = normal();
  const arm = (times: number): DrawnOutcome =>
    outcome({
      latencyMs:
        times * 1000 * Math.exp(0.5 * (Math.sqrt(0.6) * common + Math.sqrt(0.4) * normal())),
    });
  return { baseline: arm(1), candidate: arm(factor) };
}

/** The 95 % point of the baseline's latencies above. */
const P95_MS = 1000 * Math.exp(0.5 * 1.6448536269514722);

const CLUSTERS = "over n groups of 5 records";

/** Every kind of gate that is decided by a bound, each exactly on its limit. */
export const coverageCases: readonly CoverageCase[] = [
  {
    name: "rate floor, acceptance_rate min 0.95",
    method: "Clopper–Pearson",
    gate: gate("acceptance_rate", "min", 0.95),
    draw: (n, { uniform }) =>
      alone(n, () => ({ candidate: outcome({ accepted: uniform() < 0.95 }) })),
  },
  {
    name: `rate floor ${CLUSTERS}, acceptance_rate min 0.9`,
    method: "Korn–Graubard",
    gate: gate("acceptance_rate", "min", 0.9),
    draw: (n, { uniform }) =>
      grouped(
        n,
        () => (uniform() < 0.5 ? 1 : 0.8),
        (rate) => ({ candidate: outcome({ accepted: uniform() < rate }) }),
      ),
  },
  {
    name: "rate ceiling, schema_error_rate max 0.05",
    method: "Clopper–Pearson",
    gate: gate("schema_error_rate", "max", 0.05),
    draw: (n, { uniform }) =>
      alone(n, () => ({ candidate: outcome({ schemaValid: uniform() >= 0.05 }) })),
  },
  {
    name: "no worse by more than, acceptance_rate max_drop 0.05",
    method: "Tango",
    gate: gate("acceptance_rate", "max_drop", 0.05),
    draw: (n, { uniform }) => alone(n, () => discordant(uniform(), 0.1, 0.05)),
  },
  {
    name: "the same with rare differences, max_drop 0.02",
    method: "Tango",
    gate: gate("acceptance_rate", "max_drop", 0.02),
    draw: (n, { uniform }) => alone(n, () => discordant(uniform(), 0.02, 0)),
  },
  {
    name: `no worse by more than ${CLUSTERS}, max_drop 0.05`,
    method: "cluster-robust t (CR1)",
    gate: gate("acceptance_rate", "max_drop", 0.05),
    draw: (n, { uniform }) =>
      grouped(
        n,
        () => (uniform() < 0.5 ? 0 : 0.2),
        (rate) => discordant(uniform(), rate, 0.05),
      ),
  },
  {
    name: "one segment (half of the records), max_drop 0.05",
    method: "Tango",
    gate: gate("acceptance_rate", "max_drop", 0.05, "high"),
    draw: (n, { uniform }) =>
      alone(n, (index) =>
        index % 2 === 0
          ? { segment: "high", ...discordant(uniform(), 0.1, 0.05) }
          : { segment: "low", ...discordant(uniform(), 0.02, 0.05) },
      ),
  },
  {
    name: "mean score, accuracy max_drop 0.05",
    method: "mean of differences, t",
    gate: gate("accuracy", "max_drop", 0.05),
    draw: (n, { uniform }) =>
      alone(n, () => ({
        baseline: outcome({ score: 0.5 + 0.5 * uniform() }),
        candidate: outcome({ score: 0.45 + 0.5 * uniform() }),
      })),
  },
  {
    name: "rate against rate, error_rate max_ratio 1.5",
    method: "score ratio",
    gate: gate("error_rate", "max_ratio", 1.5),
    draw: (n, { uniform }) =>
      alone(n, () => ({
        baseline: outcome({ failed: uniform() < 0.1 }),
        candidate: outcome({ failed: uniform() < 0.15 }),
      })),
  },
  {
    name: "cost per accepted, max_ratio 0.9",
    method: "paired log-delta, t",
    gate: gate("cost_per_accepted_usd", "max_ratio", 0.9),
    draw: (n, draws) => alone(n, () => costs(draws, 0.9, 0.9)),
  },
  {
    name: "cost per accepted, max",
    method: "log-delta, t",
    gate: gate("cost_per_accepted_usd", "max", MEAN_COST_USD / 0.9),
    draw: (n, draws) => alone(n, () => costs(draws, 1, 0.9)),
  },
  {
    name: "cost per request, max_ratio 0.9",
    method: "paired log-delta, t",
    gate: gate("cost_per_request_usd", "max_ratio", 0.9),
    draw: (n, draws) => alone(n, () => costs(draws, 0.9, 1)),
  },
  {
    name: "p95 limit, latency.p95_complete_ms",
    method: "share over the limit, Clopper–Pearson",
    gate: { p95CompleteMs: P95_MS },
    draw: (n, draws) => alone(n, () => latencies(draws, 1)),
  },
  {
    name: "p95, p95_complete_ms max",
    method: "order statistics",
    gate: gate("p95_complete_ms", "max", P95_MS),
    draw: (n, draws) => alone(n, () => latencies(draws, 1)),
  },
  {
    name: "p95 against p95, max_ratio 1.1",
    method: "paired bootstrap, 2,000 replicates",
    gate: gate("p95_complete_ms", "max_ratio", 1.1),
    isSlow: true,
    draw: (n, draws) => alone(n, () => latencies(draws, 1.1)),
  },
];
