import type { Metrics } from "../core/metrics.ts";
import { infrastructureKinds, isFailureKind } from "../core/failure.ts";
import { failureOrigin } from "../core/failure-origin.ts";

/** Whose errors they are: the first question of whoever is woken by a red run. */
export const errorOrigins = ["ours", "provider", "answer", "request", "policy", "other"] as const;

export type ErrorOrigin = (typeof errorOrigins)[number];

/** What each origin means, for a reader who did not write it. */
export const originMeanings: Readonly<Record<ErrorOrigin, string>> = {
  ours: "our network, keys, recordings or harness",
  provider: "limits, overload, outages and timeouts of the provider",
  answer: "an answer that is cut, malformed, filtered or refused",
  request: "a request that the provider will not take",
  policy: "stopped by the policy or its budget",
  other: "not in the taxonomy",
};

/** The origin of an error class by its name. */
export function originOf(errorClass: string): ErrorOrigin {
  return failureOrigin(errorClass) ?? "other";
}

/** How many of a policy's records ended in errors of one origin. */
export function errorsOf({ errors }: Metrics, origin: ErrorOrigin): number {
  let count = 0;
  for (const [name, records] of Object.entries(errors)) {
    if (originOf(name) === origin) count += records;
  }
  return count;
}

/** The share of records that say more about the set-up than about the policy. */
export function infrastructureShare({ errors, records }: Metrics): number {
  if (records === 0) return 0;
  let count = 0;
  for (const [name, failed] of Object.entries(errors)) {
    if (isFailureKind(name) && infrastructureKinds.has(name)) count += failed;
  }
  return count / records;
}
