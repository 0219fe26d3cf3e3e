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
  /** Fewer where one of them takes long. */
  readonly repetitions: number;
  /** Records of one repetition. */
  readonly draw: (n: number, draws: Draws) => readonly DrawnRecord[];
}

const REPETITIONS = 4_000;
const BOOTSTRAP_REPETITIONS = 300;

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
interface CostSpread {
  readonly name: string;
  readonly sizes: number;
  readonly answers: number;
}

/** Standard deviation of half the mean, and of 0.83 of it: prompts of one task, and of all kinds. */
const COST_SPREADS: readonly CostSpread[] = [
  { name: "costs spread by half their mean", sizes: 0.4, answers: 0.3 },
  { name: "costs spread by 0.8 of their mean", sizes: 0.6, answers: 0.4 },
];

/** Costs of one record in both arms: its size is common, and the candidate takes a share of it. */
function costs(
  { normal, uniform }: Draws,
  { sizes, answers }: CostSpread,
  share: number,
  acceptance: number,
) {
  const size = 1e6 * Math.exp(sizes * normal());
  const arm = (factor: number): DrawnOutcome =>
    outcome({
      costNanoUsd: Math.max(1, Math.round(factor * size * Math.exp(answers * normal()))),
      accepted: uniform() < acceptance,
    });
  return { baseline: arm(1), candidate: arm(share) };
}

/** Mean of the cost that `costs` draws for the baseline, in dollars. */
const meanCostUsd = ({ sizes, answers }: CostSpread): number =>
  1e-3 * Math.exp((sizes ** 2 + answers ** 2) / 2);

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

/** The gates on costs, which are as far from normal as the spread says. */
function costCases(spread: CostSpread): readonly CoverageCase[] {
  return [
    {
      name: `cost per accepted, max_ratio 0.9, ${spread.name}`,
      method: "paired log-delta, t",
      repetitions: REPETITIONS,
      gate: gate("cost_per_accepted_usd", "max_ratio", 0.9),
      draw: (n, draws) => alone(n, () => costs(draws, spread, 0.9, 0.9)),
    },
    {
      name: `cost per accepted, max, ${spread.name}`,
      method: "log-delta, t",
      repetitions: REPETITIONS,
      gate: gate("cost_per_accepted_usd", "max", meanCostUsd(spread) / 0.9),
      draw: (n, draws) => alone(n, () => costs(draws, spread, 1, 0.9)),
    },
    {
      name: `cost per request, max_ratio 0.9, ${spread.name}`,
      method: "paired log-delta, t",
      repetitions: REPETITIONS,
      gate: gate("cost_per_request_usd", "max_ratio", 0.9),
      draw: (n, draws) => alone(n, () => costs(draws, spread, 0.9, 1)),
    },
    {
      name: `cost per request, max, ${spread.name}`,
      method: "log-delta, t",
      repetitions: REPETITIONS,
      gate: gate("cost_per_request_usd", "max", meanCostUsd(spread)),
      draw: (n, draws) => alone(n, () => costs(draws, spread, 1, 1)),
    },
  ];
}

/** Every kind of gate that is decided by a bound, each exactly on its limit. */
export const coverageCases: readonly CoverageCase[] = [
  {
    name: "rate floor, acceptance_rate min 0.95",
    method: "Clopper–Pearson",
    repetitions: REPETITIONS,
    gate: gate("acceptance_rate", "min", 0.95),
    draw: (n, { uniform }) =>
      alone(n, () => ({ candidate: outcome({ accepted: uniform() < 0.95 }) })),
  },
  {
    name: `rate floor ${CLUSTERS}, acceptance_rate min 0.9`,
    method: "Korn–Graubard",
    repetitions: REPETITIONS,
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
    repetitions: REPETITIONS,
    gate: gate("schema_error_rate", "max", 0.05),
    draw: (n, { uniform }) =>
      alone(n, () => ({ candidate: outcome({ schemaValid: uniform() >= 0.05 }) })),
  },
  {
    name: "no worse by more than, acceptance_rate max_drop 0.05",
    method: "Tango",
    repetitions: REPETITIONS,
    gate: gate("acceptance_rate", "max_drop", 0.05),
    draw: (n, { uniform }) => alone(n, () => discordant(uniform(), 0.1, 0.05)),
  },
  {
    name: "the same with rare differences, max_drop 0.02",
    method: "Tango",
    repetitions: REPETITIONS,
    gate: gate("acceptance_rate", "max_drop", 0.02),
    draw: (n, { uniform }) => alone(n, () => discordant(uniform(), 0.02, 0)),
  },
  {
    name: `no worse by more than ${CLUSTERS}, max_drop 0.05`,
    method: "cluster-robust t (CR1)",
    repetitions: REPETITIONS,
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
    repetitions: REPETITIONS,
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
    repetitions: REPETITIONS,
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
    repetitions: REPETITIONS,
    gate: gate("error_rate", "max_ratio", 1.5),
    draw: (n, { uniform }) =>
      alone(n, () => ({
        baseline: outcome({ failed: uniform() < 0.1 }),
        candidate: outcome({ failed: uniform() < 0.15 }),
      })),
  },
  ...COST_SPREADS.flatMap(costCases),
  {
    name: "p95 limit, latency.p95_complete_ms",
    method: "share over the limit, Clopper–Pearson",
    repetitions: REPETITIONS,
    gate: { p95CompleteMs: P95_MS },
    draw: (n, draws) => alone(n, () => latencies(draws, 1)),
  },
  {
    name: "p95, p95_complete_ms max",
    method: "order statistics",
    repetitions: REPETITIONS,
    gate: gate("p95_complete_ms", "max", P95_MS),
    draw: (n, draws) => alone(n, () => latencies(draws, 1)),
  },
  {
    name: "p95 against p95, max_ratio 1.1",
    method: "paired bootstrap, 2,000 replicates",
    repetitions: BOOTSTRAP_REPETITIONS,
    gate: gate("p95_complete_ms", "max_ratio", 1.1),
    draw: (n, draws) => alone(n, () => latencies(draws, 1.1)),
  },
];
