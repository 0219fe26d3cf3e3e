import type { ClassifierRule } from "./classifier-rule.ts";
import type { ConditionSource } from "./condition-source.ts";

/** How a policy chooses a route for a record. */
export type Strategy =
  | { readonly kind: "pinned"; readonly route: string }
  | { readonly kind: "priority"; readonly routes: readonly string[] }
  | {
      readonly kind: "rules";
      readonly rules: readonly { readonly when: ConditionSource; readonly route: string }[];
      readonly otherwise: string;
    }
  | {
      readonly kind: "cascade";
      readonly routes: readonly string[];
      readonly escalateWhen: ConditionSource;
      readonly maxEscalations: number;
    }
  | {
      readonly kind: "threshold";
      readonly score: ConditionSource;
      readonly atLeast: number;
      readonly route: string;
      readonly otherwise: string;
    }
  | {
      readonly kind: "weighted";
      /** Sorted by name; weights are positive and need not sum to 1. */
      readonly routes: readonly { readonly route: string; readonly weight: number }[];
      /** What keeps a customer on one route; absent: the record id. */
      readonly stickyBy: ConditionSource | undefined;
    }
  /** `route` leads to a gateway that chooses by itself: the lists of routes say what it may serve. */
  | { readonly kind: "gateway"; readonly route: string }
  | {
      readonly kind: "intent";
      readonly classifier: ClassifierRule;
      /** Sorted by intent; an intent without a route is as good as none. */
      readonly routes: readonly { readonly intent: string; readonly route: string }[];
      /** 0..1: below it the classifier counts as unsure. */
      readonly minConfidence: number;
      readonly unsure: UnsurePath;
      /** The tag that holds the right intent, for a report alone: no decision reads it. */
      readonly goldenTag: string | undefined;
      /** What classifying takes and costs where it runs; absent: nothing. */
      readonly overhead: { readonly latencyMs: number; readonly costNanoUsd: number } | undefined;
    }
  | {
      readonly kind: "cost_aware";
      readonly routes: readonly string[];
      /** Which line of the quality table speaks of a record; absent: the one for all tasks. */
      readonly task: ConditionSource | undefined;
      /** 0..1: the least quality that a route needs. */
      readonly floor: number;
      /** Floors of single tasks, sorted by task. */
      readonly floors: readonly { readonly task: string; readonly floor: number }[];
      /** Which figure of the quality table has to reach the floor. */
      readonly bound: "estimate" | "lower";
      /** Where no route reaches the floor: the best one, or this one. */
      readonly otherwise:
        { readonly kind: "best" } | { readonly kind: "route"; readonly route: string };
    }
  | {
      readonly kind: "latency_aware";
      readonly routes: readonly string[];
      readonly budget:
        | { readonly kind: "ms"; readonly ms: number }
        | { readonly kind: "expression"; readonly source: ConditionSource };
      readonly of: "complete" | "first_token";
      /** 0..1, such as 0.95. */
      readonly percentile: number;
      readonly windowMs: number;
      /** A route with fewer attempts in its window is not known to be slow. */
      readonly minAttempts: number;
      /** Among the routes that keep the budget. */
      readonly prefer: "cheapest" | "fastest";
    }
  | {
      readonly kind: "scored";
      /** Absent: every route of the registry. */
      readonly routes: readonly string[] | undefined;
      readonly mode: "balanced" | "cost" | "quality";
      /** Absent: those of the mode. */
      readonly weights:
        { readonly quality: number; readonly price: number; readonly latency: number } | undefined;
      /** How many of the next best routes follow as fallbacks. */
      readonly fallbacks: number;
      readonly modelScope: "all" | "open" | "closed";
      readonly priceTier: "low" | "middle" | "high" | undefined;
      /** Absent: every model. */
      readonly allowedModels: readonly string[] | undefined;
      readonly task: ConditionSource | undefined;
    }
  | {
      readonly kind: "module";
      /** As the policy writes it; the policy's attachment says where it lies. */
      readonly path: string;
      readonly exportName: string;
      readonly timeoutMs: number;
      /** All that it may answer. */
      readonly routes: readonly string[];
    };

/** What becomes of a record whose intent nobody is sure of. */
export type UnsurePath =
  { readonly kind: "route"; readonly route: string } | { readonly kind: "queue" | "ask_a_person" };
