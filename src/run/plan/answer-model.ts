import { viewOf } from "../../core/request-view.ts";
import type { ProviderCall } from "../../core/provider.ts";
import type { FiguresFrom } from "../../core/run-plan.ts";
import { explainedEstimate } from "../../providers/estimated-cost.ts";
import { withinTimeouts } from "../../providers/elapse.ts";
import { knownReply } from "../../providers/table-provider.ts";
import type { Inputs } from "../load-inputs.ts";
import { knownGrades } from "../known-grades.ts";
import type { CallFigures } from "./call-figures.ts";
import { expectedOutputTokens, expectedReplies, type ExpectedReply } from "./expected-replies.ts";
import { figuresOfRoute } from "./figures-of-routes.ts";

/** What stands in for a provider in a plan: what may come of a call, and where that is known from. */
export interface AnswerModel {
  readonly repliesTo: (call: ProviderCall) => readonly ExpectedReply[];
  /** Standard deviation of the logarithm of a route's times; 0: each is known, or none is. */
  readonly sigmaOf: (route: string) => number;
  readonly about: (route: string) => {
    readonly from: FiguresFrom;
    /** Share taken to be accepted; null: not known, or known record by record. */
    readonly accepted: number | null;
  };
}

/** Answers by what an outcome table knows of the record, else by the figures of the routes. */
export function createAnswerModel(
  inputs: Inputs,
  kept: ReadonlyMap<string, CallFigures> | undefined,
): AnswerModel {
  return inputs.provider === "table" ? ofTable(inputs) : ofFigures(inputs, kept);
}

function ofTable({ registry, scorer }: Inputs): AnswerModel {
  return {
    repliesTo: (call) => {
      const { record, route } = call;
      const known = record.outcomes?.get(route.name);
      if (known === undefined) return [notCovered];
      const reply = withinTimeouts(knownReply(known, route), call);
      const [grade] = knownGrades(record, [route.name], registry, scorer);
      const isAnswer = reply.result.kind === "response";
      const acceptance = isAnswer && grade?.accepted === true ? 1 : 0;
      return [{ chance: 1, reply, acceptance, breaksSchema: false }];
    },
    sigmaOf: () => 0,
    about: () => ({ from: "table", accepted: null }),
  };
}

const notCovered: ExpectedReply = {
  chance: 1,
  reply: {
    result: { kind: "not_covered" },
    servedModel: undefined,
    usage: {
      inputUncachedTokens: undefined,
      inputCacheReadTokens: undefined,
      inputCacheWriteTokens: undefined,
      outputTokens: undefined,
      outputReasoningTokens: undefined,
    },
    costNanoUsd: 0,
    firstTokenMs: undefined,
    latencyMs: 0,
  },
  acceptance: 0,
  breaksSchema: false,
};

function ofFigures(
  { registry, arms }: Inputs,
  kept: ReadonlyMap<string, CallFigures> | undefined,
): AnswerModel {
  const known = new Map<string, CallFigures>();
  const qualityTable = arms.map((arm) => arm.qualityTable).find((table) => table !== undefined);
  const figuresOf = (name: string): CallFigures | undefined => {
    const before = known.get(name);
    const route = registry.routes.get(name);
    if (before !== undefined || route === undefined) return before;
    const figures = figuresOfRoute(route, kept, qualityTable);
    known.set(name, figures);
    return figures;
  };
  return {
    repliesTo: (call) => {
      const figures = figuresOf(call.route.name);
      if (figures === undefined) return [notCovered];
      const output =
        figures.outputTokens ??
        expectedOutputTokens(call) ??
        longestOutput(call, arms[call.arm]?.policy.cost.maxOutputTokens);
      return expectedReplies(call, figures, output);
    },
    sigmaOf: (route) => figuresOf(route)?.latency?.sigma ?? 0,
    about: (route) => {
      const figures = figuresOf(route);
      return { from: figures?.from ?? "price_list", accepted: figures?.acceptance ?? null };
    },
  };
}

/** Where nothing says how long an answer is, it is as long as it may be; absent: nothing limits it. */
function longestOutput(
  { record, route }: ProviderCall,
  maxOutputTokens: number | undefined,
): number | undefined {
  const basis = { qualityTable: undefined, maxOutputTokens };
  return explainedEstimate(route, viewOf(record), basis)?.outputTokens;
}
