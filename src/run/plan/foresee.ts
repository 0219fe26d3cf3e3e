import { viewOf } from "../../core/request-view.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { RunPlan } from "../../core/run-plan.ts";
import { asksForFirstTokens } from "../arms-at-work.ts";
import { createCallCosts } from "../calls/call-costs.ts";
import { knownGrades } from "../known-grades.ts";
import type { RunOptions } from "../options/run-options.ts";
import type { CallSession } from "../session.ts";
import { createAnswerModel, type AnswerModel } from "./answer-model.ts";
import { attemptPaths } from "./attempt-paths.ts";
import type { CallFigures } from "./call-figures.ts";
import { withClassifier } from "./classifier-expectation.ts";
import { durationOf, type RouteLoad } from "./duration.ts";
import { foreseenDecision } from "./foreseen-decision.ts";
import { GateReaches, type Reached } from "./gate-reach.ts";
import { observeReach } from "./observe-reach.ts";
import { PairMoments, type PairFigures } from "./pair-moments.ts";
import { expectationOf, type RecordExpectation } from "./record-expectation.ts";
import { RunTotals } from "./run-totals.ts";
import { worstOfRecord } from "./worst-of-record.ts";

/** What one look at every record told of a run. */
export interface Foreseen {
  readonly totals: RunTotals;
  readonly duration: RunPlan["duration_s"];
  readonly about: AnswerModel["about"];
  /** Where the figures of the routes come from, in words. */
  readonly sources: string;
  /** In the order of the candidates. */
  readonly candidates: readonly { readonly reached: Reached; readonly figures: PairFigures }[];
  /** Decisions that fail, or have no route: nothing is called for them. */
  readonly withoutCall: number;
}

/** What a plan looks at. */
export interface PlannedSession extends Pick<CallSession, "inputs" | "dataset" | "arms"> {
  readonly options: RunOptions;
}

/** Decides every record under every policy and reckons what may come of it; nobody is called. */
export async function foresee(
  { inputs, dataset, options, arms }: PlannedSession,
  kept: ReadonlyMap<string, CallFigures> | undefined,
  asOfMs: number,
): Promise<Foreseen> {
  const { registry, scorer } = inputs;
  const isTable = inputs.provider === "table";
  const model = createAnswerModel(inputs, kept);
  const costs = createCallCosts({ policies: arms.map(({ policy }) => policy), registry });
  const streams = arms.some(({ policy }) => asksForFirstTokens(policy));
  const setup = { routes: registry.routes, scorer, streams, repliesTo: model.repliesTo };
  const worst = arms.map(({ policy }) => worstOfRecord(policy, registry, costs, isTable));
  const routesKnown = isTable
    ? dataset.summary.routes.filter((route) => registry.routes.has(route))
    : [];
  const pairs = inputs.arms.slice(1).map((candidate) => ({
    moments: new PairMoments(),
    reaches: new GateReaches({
      records: dataset.summary.records,
      repeats: options.repeat,
      candidate,
      graders: scorer.graders,
      tagNames: dataset.summary.tagNames,
      routesKnown,
    }),
  }));
  const totals = new RunTotals(options.repeat);
  const loads = new Map<string, RouteLoad>();
  let withoutCall = 0;

  const expect = (record: ReplayRecord, arm: number) => {
    const at = arms[arm]!;
    const view = viewOf(record);
    const foreseen = foreseenDecision(at, view, record.arrivedAtMs ?? asOfMs);
    const { decision, signals } = foreseen;
    const trial = { record, view, arm, repeat: 0 };
    const paths = decision === undefined ? [] : attemptPaths(trial, at, decision, signals, setup);
    const answered = expectationOf(paths, model.sigmaOf);
    const expectation = withClassifier(answered, record, at, registry, model);
    totals.add(expectation, worst[arm]!(record));
    addLoads(expectation, record);
    if (expectation.calls.mean === 0) withoutCall += options.repeat;
    return { decision, expectation };
  };
  const addLoads = ({ routes }: RecordExpectation, record: ReplayRecord): void => {
    for (const [name, { calls, latencyMs }] of routes) {
      const route = registry.routes.get(name);
      if (route === undefined) continue;
      const before = loads.get(name) ?? { route, calls: 0, tokens: 0, busySeconds: 0 };
      const { tokensPerMinute } = route.limits;
      const tokens = tokensPerMinute === undefined ? 0 : costs.estimateTokens({ route, record });
      const isTimed = latencyMs !== undefined && before.busySeconds !== undefined;
      loads.set(name, {
        route,
        calls: before.calls + options.repeat * calls,
        tokens: before.tokens + options.repeat * calls * tokens,
        busySeconds: isTimed ? before.busySeconds + (options.repeat * latencyMs) / 1000 : undefined,
      });
    }
  };

  for await (const batch of dataset.records()) {
    for (const record of batch) {
      const known = isTable ? knownGrades(record, routesKnown, registry, scorer) : undefined;
      const baseline = expect(record, 0);
      for (const [index, { moments, reaches }] of pairs.entries()) {
        const candidate = expect(record, index + 1);
        const isSame = baseline.decision?.route === candidate.decision?.route;
        moments.add(baseline.expectation, candidate.expectation, isSame);
        observeReach(reaches, record, candidate.decision, { inputs, index: index + 1, known });
      }
    }
  }
  return {
    totals,
    duration: durationOf(totals.busySeconds, totals.calls, options.concurrency, [
      ...loads.values(),
    ]),
    about: model.about,
    sources: sourcesOf(loads.keys(), model),
    candidates: pairs.map(({ moments, reaches }) => ({
      reached: reaches.finish(),
      figures: moments.figures(),
    })),
    withoutCall,
  };
}

const sourceWords: Readonly<Record<CallFigures["from"], string>> = {
  table: "the table's own outcomes",
  run: "the kept run's answers",
  simulation: "the registry's simulation",
  quality_table: "the quality table",
  price_list: "the price list alone",
};

function sourcesOf(routes: Iterable<string>, model: AnswerModel): string {
  const sources = new Set([...routes].map((route) => sourceWords[model.about(route).from]));
  return sources.size === 0 ? "no call" : [...sources].toSorted().join(", ");
}
