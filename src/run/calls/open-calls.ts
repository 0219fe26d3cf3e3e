import { loggedRouteOf } from "../../core/logged-route.ts";
import type { Provider } from "../../core/provider.ts";
import { createLogProvider } from "../../providers/log-provider.ts";
import { createCallNames } from "../../providers/recordings/call-names.ts";
import { createRecordedProvider } from "../../providers/recordings/recorded-provider.ts";
import { createRecorder } from "../../providers/recordings/recorder.ts";
import { RecordingStore } from "../../providers/recordings/recording-store.ts";
import { createSharedCalls } from "../../providers/recordings/shared-calls.ts";
import { createTableProvider } from "../../providers/table-provider.ts";
import { limitedProvider } from "../../replay/limited-provider.ts";
import { workersFor } from "../../replay/paid-calls.ts";
import { RealClock } from "../../replay/real-clock.ts";
import { lockRun } from "../../replay/run-lock.ts";
import { VirtualClock } from "../../replay/virtual-clock.ts";
import { createCallCosts } from "./call-costs.ts";
import type { Calls } from "./calls.ts";
import { callableOnly } from "../logs/callable-only.ts";
import { onOwnClock } from "./own-clock.ts";
import { openPaidSession, type HasOutcome, type PaidSession } from "./paid-session.ts";
import { requestOf } from "./request-of.ts";
import type { CallSession } from "../session.ts";
import { simulatedCalls } from "./simulated-calls.ts";

/** Workers stand at neighbouring records: one that is slow must not find its answers forgotten. */
const RECORDS_A_WORKER = 8;

const closeNothing = (): Promise<void> => Promise.resolve();

/**
 * Opens what answers a run's calls, as its options say. `hasOutcome` is given where the run goes
 * on: whether an outcome of a trial was ever kept.
 */
export async function openCalls(
  session: CallSession,
  hasOutcome: HasOutcome | undefined,
): Promise<Calls> {
  const { manifest, provider } = session.inputs;
  const calls = await callsOf(session, hasOutcome);
  if (manifest.kind !== "log" || provider === "log") return calls;
  const asksForText = provider !== "simulated";
  return { ...calls, provider: callableOnly(calls.provider, { asksForText }) };
}

/** What a request log itself answers, whatever else a run may ask. */
export function logCalls(session: Pick<CallSession, "inputs" | "options" | "world">): Calls {
  const { manifest, registry } = session.inputs;
  const cost = manifest.log?.cost ?? "logged";
  return virtualCalls(createLogProvider(loggedRouteOf(registry), cost), session);
}

function virtualCalls(
  provider: Provider,
  session: Pick<CallSession, "inputs" | "options" | "world">,
): Calls {
  const { concurrency, speed } = session.options;
  return {
    provider: speed === undefined ? provider : withinLimits(provider, session),
    newClock: () => new VirtualClock(),
    workers: concurrency,
    spend: () => undefined,
    close: closeNothing,
  };
}

async function callsOf(session: CallSession, hasOutcome: HasOutcome | undefined): Promise<Calls> {
  const { inputs, dataset, options } = session;
  const onVirtualClock = (provider: Provider): Calls => virtualCalls(provider, session);
  switch (inputs.provider) {
    case "table":
      return onVirtualClock(createTableProvider());
    case "log":
      return logCalls(session);
    case "simulated":
      return onVirtualClock(await simulatedCalls(dataset, options.seed));
    case "recorded":
      return recordedCalls(session, hasOutcome, onVirtualClock);
    case "live":
      return liveCalls(session, hasOutcome);
  }
}

/** In an open loop calls wait for the limits of their routes, as they do where they are live. */
function withinLimits(
  provider: Provider,
  { inputs, world }: Pick<CallSession, "inputs" | "world">,
): Provider {
  const { estimateTokens } = createCallCosts({
    policies: inputs.arms.map(({ policy }) => policy),
    registry: inputs.registry,
  });
  return limitedProvider(provider, { estimateTokens, drain: world.drain });
}

async function liveCalls(session: CallSession, hasOutcome: HasOutcome | undefined): Promise<Calls> {
  const paid = await openPaidCalls(session, hasOutcome);
  const clock = new RealClock();
  return { ...paid, newClock: () => clock, workers: workersFor(session.options.concurrency) };
}

async function recordedCalls(
  session: CallSession,
  hasOutcome: HasOutcome | undefined,
  onVirtualClock: (provider: Provider) => Calls,
): Promise<Calls> {
  const { inputs, dataset, options, world } = session;
  const reads = { withEvents: inputs.scorer.readsEvents };
  const store = await RecordingStore.open(options.recordings ?? "", undefined, reads);
  for (const note of store.notes) world.note(note);
  const recorded = (onMiss: "fail" | Provider): Calls =>
    onVirtualClock(createRecordedProvider({ store, requestOf: requestOfCall, onMiss }));
  const close = (): Promise<void> => store.close();
  switch (options.onMiss) {
    case "fail":
      return { ...recorded("fail"), close };
    case "simulate":
      return { ...recorded(await simulatedCalls(dataset, options.seed)), close };
    case "live": {
      const paid = await openPaidCalls(session, hasOutcome);
      return {
        ...recorded(onOwnClock(paid.provider, new RealClock())),
        spend: paid.spend,
        close: async () => {
          await paid.close();
          await store.close();
        },
      };
    }
  }
}

/**
 * Paid calls, each paid for once however many policies ask it; where `--record` says so it is kept,
 * and not even paid for again by another run.
 */
async function openPaidCalls(
  session: CallSession,
  hasOutcome: HasOutcome | undefined,
): Promise<PaidSession> {
  const { options, world, retryErrors } = session;
  // First of all: the folder is ours, or nothing is written into it and nobody is called.
  const store = await openRecordings(session);
  if (store === undefined) {
    // One policy alone has nobody to share with.
    if (session.arms.length < 2) return openPaidSession(session, hasOutcome);
    const names = createCallNames(requestOfCall);
    const paid = await openPaidSession(session, hasOutcome, (call) => names.keyOf(call));
    const records = RECORDS_A_WORKER * workersFor(options.concurrency);
    const { nowMs } = world;
    return {
      ...paid,
      provider: createSharedCalls({
        provider: paid.provider,
        names,
        earlier: paid.shareable,
        records,
        nowMs,
      }),
    };
  }
  let paid: PaidSession;
  try {
    paid = await openPaidSession(session, hasOutcome);
  } catch (error) {
    await store.close();
    throw error;
  }
  const provider = createRecorder({
    provider: paid.provider,
    store,
    requestOf: requestOfCall,
    storesText: options.storeText === "full",
    nowMs: world.nowMs,
    retriesFailures: retryErrors,
  });
  const close = async (): Promise<void> => {
    await paid.close();
    await store.close();
  };
  return { ...paid, provider, close };
}

async function openRecordings({
  inputs,
  options,
  world,
}: CallSession): Promise<RecordingStore | undefined> {
  if (options.record === undefined) return undefined;
  const store = await RecordingStore.open(
    options.record,
    { lock: (path) => lockRun(path, "recordings"), redact: world.redaction.text },
    { withEvents: inputs.scorer.readsEvents },
  );
  for (const note of store.notes) world.note(note);
  if (store.count > 0) {
    world.note(`${store.folder} holds ${store.count} recordings: what they answer is not called`);
  }
  return store;
}

const requestOfCall: Parameters<typeof createRecorder>[0]["requestOf"] = ({ route, record }) =>
  requestOf(route, record.request);
