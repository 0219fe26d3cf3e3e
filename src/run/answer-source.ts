import type { Problem } from "../core/problem.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import type { Manifest } from "../datasets/read-manifest.ts";
import { callableRoutes, type Called } from "./calls/callable-routes.ts";
import type { RunOptions } from "./options/run-options.ts";

/** Where a run's answers come from: what its options ask for, else what its dataset offers. */
export function answerSource(
  { kind }: Manifest,
  { provider }: Pick<RunOptions, "provider">,
): RunManifest["provider"] {
  // A log is a recording of what was served, as an outcome table is one of every route.
  if (kind === "log" && (provider === "auto" || provider === "table")) return "log";
  if (provider !== "auto") return provider;
  return kind === "outcomes" ? "table" : "simulated";
}

/** Whether a run with these options may call a model and pay for it. */
export function maySpend({ provider, onMiss }: Pick<RunOptions, "provider" | "onMiss">): boolean {
  return provider === "live" || onMiss === "live";
}

/** What the answers of a run would still need, whoever gives them. */
export function answerProblems(
  provider: RunManifest["provider"],
  options: RunOptions,
  setup: Called & { readonly manifest: Manifest | undefined },
): readonly Problem[] {
  const problems: Problem[] = [];
  if (provider === "table" && setup.manifest?.kind !== "outcomes") {
    problems.push(
      problem(
        `--provider recorded: ${options.dataset} holds no outcomes`,
        "name recordings with --recordings DIR, or use --provider simulated",
      ),
    );
  }
  if (options.onlyUncovered && setup.manifest !== undefined && setup.manifest.kind !== "log") {
    problems.push(
      problem(
        `--only-uncovered: ${options.dataset} is no request log`,
        "it calls the models for what a log does not hold; leave it out to call them for everything",
      ),
    );
  }
  if (provider === "simulated" || options.onMiss === "simulate") {
    problems.push(...unsimulated(setup), ...blindClassifiers(setup));
  }
  return problems;
}

function unsimulated(setup: Called): readonly Problem[] {
  return callableRoutes(setup)
    .filter(({ simulation }) => simulation === undefined)
    .map(({ name }) =>
      problem(
        `${setup.registry.file}: route "${name}" has no simulation, and nothing else can answer for it`,
        "give the route a `simulation:` block",
      ),
    );
}

/** A simulated model is right as often as its route is: it has to know what right is. */
function blindClassifiers({ policies }: Called): readonly Problem[] {
  return policies.flatMap(({ name, strategy }) =>
    strategy.kind === "intent" &&
    strategy.classifier.by === "model" &&
    strategy.goldenTag === undefined
      ? [
          problem(
            `policy "${name}": its classifier cannot be simulated without a golden_tag`,
            "name the tag that holds the right intent: golden_tag under route_selection.intent",
          ),
        ]
      : [],
  );
}

function problem(message: string, hint: string): Problem {
  return { file: undefined, line: undefined, column: undefined, message, hint };
}
