import type { Provider, ProviderCall } from "../../core/provider.ts";
import { refusalText } from "../../core/refused-key.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import { gatewayEvidence } from "../../providers/live/gateway-evidence.ts";
import { createLiveProvider } from "../../providers/live/live-provider.ts";
import { wires } from "../../providers/live/wires.ts";
import { AttemptJournal } from "../../replay/attempt-journal.ts";
import { repairJournal, type JournalTail } from "../../replay/journal.ts";
import { paidCalls } from "../../replay/paid-calls.ts";
import { resumeAttempts, type EarlierAttempts } from "../../replay/resume-attempts.ts";
import { SpendLedger } from "../../replay/spend-ledger.ts";
import { createCallCosts } from "./call-costs.ts";
import { keysOf } from "./route-keys.ts";
import { withServedCosts } from "./served-costs.ts";
import type { CallSession } from "../session.ts";

/** Shorter pauses are everyday life. */
const NOTED_PAUSE_MS = 5000;

/** Calls that cost money, with their journal and their ledger. */
export interface PaidSession {
  readonly provider: Provider;
  /** What an earlier session was answered that this one may share: see `EarlierAttempts`. */
  readonly shareable: EarlierAttempts["shareable"];
  readonly spend: () => NonNullable<RunManifest["spend"]>;
  readonly close: () => Promise<void>;
}

/** Whether an outcome of a trial was ever kept. */
export type HasOutcome = (ordinal: number, arm: number, repeat: number) => boolean;

/**
 * Opens the way to the models themselves. What an earlier session of the run has paid counts
 * against the cap, and what it was answered is not asked again. `requestKey` names what a call asks,
 * where policies share the answers; absent: they do not.
 */
export async function openPaidSession(
  session: CallSession,
  hasOutcome: HasOutcome | undefined,
  requestKey?: (call: ProviderCall) => string,
): Promise<PaidSession> {
  const { inputs, options, arms, folder, world } = session;
  const earlier =
    hasOutcome === undefined
      ? undefined
      : await resumeAttempts(folder.attempts, hasOutcome, arms.length);
  if (earlier !== undefined) noteEarlier(earlier, session);
  // Recordings go on without looking back, on a line of their own all the same.
  else noteTorn(await repairJournal(folder.attempts), session);
  const ledger = new SpendLedger(options.maxSpendNanoUsd, earlier?.spent);
  const journal = new AttemptJournal(folder.attempts);
  const live = createLiveProvider({
    wires,
    keys: keysOf(inputs.registry, world),
    concurrency: options.concurrency,
    wallNowMs: world.nowMs,
    readGateway: gatewayEvidence,
    onRefusedKey: ({ name, apiKeyEnv }) =>
      world.note(
        `${refusalText({ variable: apiKeyEnv ?? null, routes: [name] })}; it is not sent again`,
      ),
  });
  const { worstCaseNanoUsd, estimateTokens } = createCallCosts({
    policies: arms.map(({ policy }) => policy),
    registry: inputs.registry,
  });
  const paid = paidCalls(withServedCosts(live, arms), {
    journal,
    ledger,
    earlier,
    worstCaseNanoUsd,
    estimateTokens,
    policyKeys: inputs.arms.map(({ key }) => key),
    storeText: options.storeText,
    requestKey,
    slots: options.concurrency,
    drain: world.drain,
    nowMs: world.nowMs,
    redact: world.redaction.json,
    onPause: (route, pauseMs) => {
      if (pauseMs < NOTED_PAUSE_MS) return;
      world.note(
        `${route}: its provider asks for a pause; its calls wait ${Math.round(pauseMs / 1000)} s`,
      );
    },
  });
  return {
    provider: paid,
    shareable: earlier?.shareable ?? new Map(),
    spend: () => {
      const { totals } = ledger;
      return {
        sent: totals.sentCalls,
        usd: usdFromNanoUsd(totals.knownNanoUsd),
        unknown_calls: totals.unknownCalls,
        unknown_at_most_usd: usdFromNanoUsd(totals.unknownWorstNanoUsd),
      };
    },
    close: async () => {
      await live.close();
      await journal.close();
    },
  };
}

function noteTorn({ tornBytes }: JournalTail, { folder, world }: CallSession): void {
  if (tornBytes === 0) return;
  world.note(`dropped a torn last line of ${tornBytes} bytes from ${folder.attempts}`);
}

function noteEarlier(earlier: EarlierAttempts, session: CallSession): void {
  const { unknown, finished, wordless } = earlier;
  const { world } = session;
  noteTorn(earlier, session);
  if (finished.size > 0)
    world.note(`${finished.size} answers of it are paid for and not asked again`);
  if (wordless > 0) {
    world.note(
      `${wordless} answers of it are paid for, but their texts were not kept: they are asked again`,
    );
  }
  for (const { name, at, worstNanoUsd, isDoneAgain } of unknown) {
    const cost =
      worstNanoUsd === undefined ? "an unknown amount" : `up to $${usdFromNanoUsd(worstNanoUsd)}`;
    const next = isDoneAgain ? "it is asked again" : "its record has an outcome";
    world.note(
      `begun ${at} and never heard of: record "${name.record}" on ${name.route}; it may have cost ${cost}, which counts as spent; ${next}`,
    );
  }
}
