import { harrellDavis } from "../../../src/stats/harrell-davis.ts";
import { hdrHistogram } from "../../../src/stats/hdr-histogram.ts";
import { maritzJarrettError } from "../../../src/stats/maritz-jarrett.ts";
import { slotSchedule } from "../../../src/stats/slot-schedule.ts";
import { column, num, nums, type Coverage } from "./vector-fields.ts";

/** Our functions, by the method of the vectors that they meet. */
export const latencyVectors: Readonly<Record<string, Coverage>> = {
  harrell_davis: {
    ours: (input) => {
      const result = harrellDavis(column(input, "values").sort(), num(input, "p"))!;
      return { estimate: result.estimate, se_jackknife: result.standardError };
    },
    notOurs: ["se_hmisc"],
  },
  maritz_jarrett: {
    ours: (input) => ({
      se: maritzJarrettError(column(input, "values").sort(), num(input, "p")),
    }),
  },
  hdr_histogram: {
    ours: (input) => {
      const histogram = hdrHistogram(num(input, "digits"));
      for (const value of nums(input, "values")) {
        histogram.recordWithExpectedInterval(value, num(input, "expected_interval"));
      }
      return {
        total_count: histogram.total(),
        percentiles: nums(input, "percentiles").map((percent) => histogram.quantile(percent / 100)),
        max: histogram.max(),
      };
    },
  },
  latency_breakdown: {
    ours: (input) => {
      const [service, ttft] = [column(input, "service_ms"), column(input, "ttft_ms")];
      const schedule = slotSchedule(service, num(input, "slots"));
      return {
        rows: Array.from(service, (service_ms, call) => {
          const wait = schedule.startedAtMs[call]!;
          return {
            queue_wait_ms: wait,
            service_ms,
            ttft_ms: ttft[call],
            response_ms: schedule.finishedAtMs[call],
            user_ttft_ms: wait + ttft[call]!,
          };
        }),
        makespan_ms: schedule.makespanMs,
        mean_concurrency_littles_law: schedule.meanConcurrency,
      };
    },
  },
};
