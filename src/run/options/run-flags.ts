/** The options of `run` as they were typed; absent: not given. */
export interface RunFlags {
  readonly dataset?: string | undefined;
  readonly baseline?: string | undefined;
  readonly candidate?: readonly string[] | undefined;
  readonly registry?: string | undefined;
  readonly prices?: string | undefined;
  readonly provider?: string | undefined;
  readonly record?: string | undefined;
  readonly recordings?: string | undefined;
  readonly onMiss?: string | undefined;
  readonly maxSpend?: string | undefined;
  readonly onlyUncovered?: boolean | undefined;
  readonly like?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly repeat?: string | undefined;
  readonly speed?: string | undefined;
  readonly stopEarly?: string | undefined;
  readonly limit?: string | undefined;
  readonly sample?: string | undefined;
  readonly filter?: readonly string[] | undefined;
  readonly seed?: string | undefined;
  readonly asOf?: string | undefined;
  readonly strict?: boolean | undefined;
  readonly storeText?: string | undefined;
  readonly maxErrorRate?: string | undefined;
  readonly format?: string | undefined;
  readonly baselineRun?: string | undefined;
  readonly monthlyRequests?: string | undefined;
  readonly recordPages?: string | undefined;
  readonly junit?: string | undefined;
  readonly allowCode?: boolean | undefined;
}
