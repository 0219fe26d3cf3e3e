import { adjustedMeanVectors } from "./adjusted-mean-vectors.ts";
import { bootstrapVectors } from "./bootstrap-vectors.ts";
import { costVectors } from "./cost-vectors.ts";
import { decisionVectors } from "./decision-vectors.ts";
import { frontierVectors } from "./frontier-vectors.ts";
import { judgeVectors } from "./judge-vectors.ts";
import { latencyVectors } from "./latency-vectors.ts";
import { meanAndQuantileVectors } from "./mean-and-quantile-vectors.ts";
import { offPolicyVectors } from "./off-policy-vectors.ts";
import { planningVectors } from "./planning-vectors.ts";
import { policyDecisionVectors } from "./policy-decision-vectors.ts";
import { proportionVectors } from "./proportion-vectors.ts";
import { sequenceVectors } from "./sequence-vectors.ts";
import type { Coverage } from "./vector-fields.ts";

/** The one table from a vector's method to our functions: of the tests, and of `test:vectors`. */
export const vectorMethods: Readonly<Record<string, Coverage>> = {
  ...proportionVectors,
  ...meanAndQuantileVectors,
  ...costVectors,
  ...decisionVectors,
  ...policyDecisionVectors,
  ...sequenceVectors,
  ...offPolicyVectors,
  ...judgeVectors,
  ...adjustedMeanVectors,
  ...bootstrapVectors,
  ...latencyVectors,
  ...planningVectors,
  ...frontierVectors,
};
