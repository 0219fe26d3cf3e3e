/** One measurable condition of promotion: a metric, a scope and one bound. */
export interface Gate {
  readonly metric: string;
  readonly segment: { readonly tag: string; readonly value: string } | undefined;
  readonly route: string | undefined;
  readonly provider: string | undefined;
  readonly bound: "min" | "max" | "max_drop" | "max_rise" | "max_ratio" | "min_ratio";
  readonly threshold: number;
}
