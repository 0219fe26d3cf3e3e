import { isFailureKind, transientKinds, type FailureKind } from "../../core/failure.ts";
import type { HealthShape } from "../shapes/health-shape.ts";
import { isStopped, isWrittenFor } from "./happens.ts";
import { promiseAt } from "./promise-at.ts";
import type { Drill, DrillStep, Expectation, Promised } from "./promised.ts";
import { situationsOf, type Situation } from "./situations.ts";
import { allSay, chosenSay, firstCall } from "./walks.ts";
import type { WrittenPolicy } from "./written-policy.ts";

/** What a rule says that does not say it itself. */
const DEFAULT_ATTEMPTS = 20;
const TWO_MINUTES_MS = 120_000;
/** A retry waits so long before it is sent. */
const BACKOFF_MS = 1_000;
/** Requests that are sent to have a route excluded. */
const MOST_REQUESTS = 2_000;

/** `health`: a route that fails too often is left alone, is tried again after a while, and is back. */
export function healthPromises(written: WrittenPolicy): readonly Promised[] {
  const { health } = written.shape;
  if (health === undefined) return [];
  const words =
    "a route that keeps failing is not called any more, and is tried again after its cooldown";
  const promised = { kind: "health", id: "health", words } as const;
  if (written.primaries.length !== 1) {
    const notDrilled = "a draw decides which route a request goes to: see the timeline of a run";
    return [promiseAt(written, ["health"], { ...promised, drills: [], notDrilled })];
  }
  return [promiseAt(written, ["health"], { ...promised, drills: drillsOf(health, written) })];
}

function drillsOf(health: HealthShape, written: WrittenPolicy): readonly Drill[] {
  const failing = failingSituation(health, written);
  const attempts = health.min_attempts ?? DEFAULT_ATTEMPTS;
  if (failing === undefined || attempts > MOST_REQUESTS) return [];
  const { request } = written;
  const step: DrillStep = { request, script: chosenSay(written, failing.reply) };
  const before = Array.from({ length: attempts }, () => step);
  // One of them alone has to fit into the window with the others.
  if (before.length * msOf(failing, written) > (health.window_ms ?? TWO_MINUTES_MS)) return [];
  const script = allSay(written.answer);
  const cooldownMs = health.cooldown_ms ?? TWO_MINUTES_MS;
  return [
    {
      words: `after ${attempts} requests that end in ${failing.words}`,
      before,
      request,
      script,
      expected: excluded(written),
    },
    {
      words: "after its cooldown",
      before,
      request,
      script,
      afterMs: cooldownMs,
      expected: { attempts: [firstCall(written)], ending: "answered" },
    },
  ];
}

function excluded(written: WrittenPolicy): Expectation {
  const { primaries, backups, shape } = written;
  const { strategy } = shape.route_selection ?? {};
  const [backup] = backups.filter((route) => !primaries.includes(route));
  const isUnavailable = written.transitions.some(
    ({ does, route, triggers }) =>
      does === "fallback" && route === undefined && triggers.includes("primary_route_unavailable"),
  );
  if (written.isHighRisk) return { attempts: [], mayGoOn: true, neverCalled: primaries };
  if (strategy !== undefined && strategy !== "pinned" && strategy !== "rules") {
    return { attempts: [], mayGoOn: true, neverCalled: primaries };
  }
  if (!isUnavailable || backup === undefined) return { attempts: [], ending: "failed" };
  return { attempts: [{ kind: "fallback", route: [backup] }], ending: "answered" };
}

/** A failure that counts and takes no time: what a rule counts by default passes by itself. */
function failingSituation(
  { counts = ["transient_error"] }: HealthShape,
  written: WrittenPolicy,
): Situation | undefined {
  const kinds = counts.flatMap((name): readonly FailureKind[] =>
    name === "transient_error" ? [...transientKinds] : isFailureKind(name) ? [name] : [],
  );
  return kinds
    .filter((kind) => kind !== "timeout" && kind !== "first_token_timeout")
    .flatMap((kind) => situationsOf(kind, written))
    .find((situation) => !isStopped(situation, "at_once", written));
}

function msOf(situation: Situation, written: WrittenPolicy): number {
  const isRetried = isWrittenFor("retry", situation, "at_once", written);
  return isRetried ? BACKOFF_MS + 3 : 2;
}
