import type { ConditionSource } from "./condition-source.ts";

/** One rule of a classifier by rules: it holds where its condition does, or a keyword occurs. */
export interface IntentRule {
  readonly when: ConditionSource | undefined;
  /** Looked for in the prompt, in any case; empty: the condition alone decides. */
  readonly keywords: readonly string[];
  readonly intent: string;
  /** 0..1. */
  readonly confidence: number;
}

/** A request whose intent is known, for a search of its neighbours. */
export interface ReferencePrompt {
  readonly text: string;
  readonly intent: string;
}

/** How a policy finds out what a request is about. */
export type ClassifierRule =
  | {
      readonly by: "label";
      readonly label: ConditionSource;
      /** Absent: a label is believed. */
      readonly confidence: ConditionSource | undefined;
    }
  /** First match wins. */
  | { readonly by: "rules"; readonly rules: readonly IntentRule[] }
  | {
      readonly by: "neighbours";
      readonly prompts: readonly ReferencePrompt[];
      /** How many of the nearest prompts vote. */
      readonly neighbours: number;
    }
  | {
      readonly by: "model";
      readonly route: string;
      /** What it may answer. */
      readonly labels: readonly string[];
      readonly timeoutMs: number | undefined;
    };
