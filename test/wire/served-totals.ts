import type { ServedUsage } from "./served-answer.ts";

export interface ServedTotal extends ServedUsage {
  readonly answers: number;
}

const nothing: ServedTotal = {
  answers: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cacheWriteLongTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

/** What was served in whole answers, by the model that was asked for. */
export interface ServedTotals {
  add(model: string, usage: ServedUsage): void;
  of(model: string): ServedTotal;
  models(): readonly string[];
}

export function servedTotals(): ServedTotals {
  const byModel = new Map<string, ServedTotal>();
  return {
    add: (model, usage) => {
      const before = byModel.get(model) ?? nothing;
      byModel.set(model, {
        answers: before.answers + 1,
        inputTokens: before.inputTokens + usage.inputTokens,
        cacheReadTokens: before.cacheReadTokens + usage.cacheReadTokens,
        cacheWriteTokens: before.cacheWriteTokens + usage.cacheWriteTokens,
        cacheWriteLongTokens: before.cacheWriteLongTokens + usage.cacheWriteLongTokens,
        outputTokens: before.outputTokens + usage.outputTokens,
        reasoningTokens: before.reasoningTokens + usage.reasoningTokens,
      });
    },
    of: (model) => byModel.get(model) ?? nothing,
    models: () => [...byModel.keys()],
  };
}
