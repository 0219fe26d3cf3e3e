import type { Attempt } from "../../core/attempt.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { Provider, ProviderReply } from "../../core/provider.ts";
import type { Registry } from "../../core/route.ts";
import type { Scorer } from "../../core/scorer.ts";
import type { CheckedDataset } from "../../datasets/check-dataset.ts";
import { createKeptProvider, type KeptReplies } from "../../providers/kept-provider.ts";
import { createRecordedProvider } from "../../providers/recordings/recorded-provider.ts";
import { RecordingStore } from "../../providers/recordings/recording-store.ts";
import { createTableProvider } from "../../providers/table-provider.ts";
import { requestOf } from "../calls/request-of.ts";
import { takeFinished } from "../resume-journal.ts";
import { runFolder } from "../run-folder.ts";
import type { TuneSource } from "./tune-source.ts";

/** What every route is known to answer, and to which routes that applies. */
export interface KnownAnswers {
  readonly provider: Provider;
  /** Routes of which anything may be known, by name; routes of the registry alone. */
  readonly routes: readonly string[];
  readonly notes: readonly string[];
  readonly close: () => Promise<void>;
}

interface Setup {
  readonly dataset: CheckedDataset;
  readonly registry: Registry;
  readonly scorer: Scorer;
  /** Routes that the policy may call. */
  readonly called: readonly string[];
}

/** Opens the outcomes that settings are looked up in. Whoever opens them closes them. */
export async function openKnownAnswers(source: TuneSource, setup: Setup): Promise<KnownAnswers> {
  const { dataset, registry } = setup;
  const registered = (names: Iterable<string>): readonly string[] =>
    [...new Set(names)].filter((name) => registry.routes.has(name)).toSorted();
  const closeNothing = (): Promise<void> => Promise.resolve();
  switch (source.kind) {
    case "table":
      return {
        provider: createTableProvider(),
        routes: registered([...dataset.summary.routes, ...setup.called]),
        notes: [],
        close: closeNothing,
      };
    case "recordings": {
      const reads = { withEvents: setup.scorer.readsEvents };
      const store = await RecordingStore.open(source.folder, undefined, reads);
      const provider = createRecordedProvider({
        store,
        requestOf: ({ route, record }) => requestOf(route, record.request),
        // What was never recorded says nothing of its route: no setting is charged for it.
        onMiss: createKeptProvider(new Map()),
      });
      return {
        provider,
        routes: registered(setup.called),
        notes: store.notes,
        close: () => store.close(),
      };
    }
    case "run": {
      const replies = await keptReplies(source, dataset);
      return {
        provider: createKeptProvider(replies),
        routes: registered([...replies.keys(), ...setup.called]),
        notes: [],
        close: closeNothing,
      };
    }
  }
}

/**
 * What each route answered to each record of a kept run, whichever policy asked for it: of several
 * the one that asked it most often, as its retries are known too.
 */
async function keptReplies(
  { folder, arms, repeats }: Extract<TuneSource, { readonly kind: "run" }>,
  dataset: CheckedDataset,
): Promise<KeptReplies> {
  const replies = new Map<string, Map<number, readonly ProviderReply[]>>();
  const about = { dataset, arms, repeats, retryErrors: false };
  await takeFinished(runFolder(folder).journal, about, ({ ordinal, repeat, attempts }) => {
    if (repeat > 0) return;
    for (const [route, asked] of repliesByRoute(attempts)) {
      let ofRoute = replies.get(route);
      if (ofRoute === undefined) replies.set(route, (ofRoute = new Map()));
      if (asked.length > (ofRoute.get(ordinal)?.length ?? 0)) ofRoute.set(ordinal, asked);
    }
  });
  if (replies.size > 0) return replies;
  throw new HarnessError("invalid-input", `${folder}: the run has not one answer of a route`, {
    hint: "run policies that are pinned to the routes in question, then tune over that run",
  });
}

function repliesByRoute(
  attempts: readonly Attempt[],
): ReadonlyMap<string, readonly ProviderReply[]> {
  const replies = new Map<string, ProviderReply[]>();
  for (const attempt of attempts) {
    // What was asked for less is not what the route answers to the request.
    if (attempt.kind === "reduced_scope" || attempt.result.kind === "not_covered") continue;
    const { result, servedModel, usage, costNanoUsd, firstTokenMs, latencyMs } = attempt;
    const asked = replies.get(attempt.route) ?? [];
    asked.push({ result, servedModel, usage, costNanoUsd, firstTokenMs, latencyMs });
    replies.set(attempt.route, asked);
  }
  return replies;
}
