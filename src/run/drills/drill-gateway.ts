import { drillRecord } from "./drill-record.ts";
import { standIn } from "./drill-registry.ts";
import type { DrilledReply, DrillScript } from "../../core/drilled-reply.ts";
import type { DrillRow, PromiseKind } from "../../core/drill-report.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { Registry, Route } from "../../core/route.ts";
import type { Drill, DrillRequest, Promised } from "../../policies/promises/promised.ts";
import type { WrittenPolicy } from "../../policies/promises/written-policy.ts";
import { canSay } from "../../providers/fault-answer.ts";
import { startFaultServer, type FaultServer } from "../../providers/fault-server.ts";
import { createLiveProvider } from "../../providers/live/live-provider.ts";
import { wires } from "../../providers/live/wires.ts";
import { RealClock } from "../../replay/real-clock.ts";
import { drilledRow, notDrilledRow, type DrillFinding } from "./drill-row.ts";
import {
  gatewayDifference,
  gatewaySeenText,
  type GatewayDrilled,
  type ModelOf,
} from "./judge-gateway.ts";

/** A gateway on this machine whose upstream is ours. */
export interface GatewayUnderTest {
  /** As an OpenAI-compatible route writes its `base_url`; 127.0.0.1 alone. */
  readonly url: string;
  /** Where the gateway's configuration looks for its upstream, on 127.0.0.1. */
  readonly upstreamPort: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: the gateway wants none. */
  readonly apiKey?: string | undefined;
}

/** Beyond what its own timeouts and tries take, a gateway is given so long. */
const PATIENCE_MS = 60_000;
/** The variable that a key is handed on under: nothing is read from it here. */
const KEY_NAME = "GATEWAY_KEY";

interface Setup {
  readonly promises: readonly Promised[];
  readonly written: WrittenPolicy;
  readonly registry: Registry;
  readonly gateway: GatewayUnderTest;
}

/**
 * Drills a gateway: each request goes to it, each failure is injected behind it, and the models
 * that reach its upstream tell what it did. Throws `HarnessError` "incomplete" where it cannot be
 * reached, or does not lead to our upstream.
 */
export async function gatewayRows(setup: Setup): Promise<readonly DrillRow[]> {
  const { gateway, promises } = setup;
  const upstream = await startFaultServer(gateway.upstreamPort);
  const open = { ...setup, upstream };
  try {
    refuseStranger(await sent(plainDrill(setup.written), open), gateway);
    const rows: DrillRow[] = [];
    for (const promised of promises) rows.push(await rowOf(promised, open));
    return rows;
  } finally {
    await upstream.close();
  }
}

interface Open extends Setup {
  readonly upstream: FaultServer;
}

function plainDrill({ request, answer }: WrittenPolicy): Drill {
  const script = { byRoute: new Map(), others: [answer] };
  return { words: "", request, script, expected: { attempts: [] } };
}

function refuseStranger({ models, reply }: GatewayDrilled, gateway: GatewayUnderTest): void {
  if (models.length > 0) return;
  const { result } = reply;
  const failure = result.kind === "failure" ? result.failure : undefined;
  const upstream = `http://127.0.0.1:${gateway.upstreamPort}/v1`;
  if (failure?.kind === "connection") {
    throw new HarnessError("incomplete", `no gateway answers at ${gateway.url}`, {
      hint: "start it, or mend --gateway",
    });
  }
  const detail = failure === undefined ? "answered" : `${failure.kind}: ${failure.detail ?? ""}`;
  const message = `the gateway at ${gateway.url} did not ask the upstream of this drill (${detail})`;
  const hint = `have its configuration lead to ${upstream}; see --upstream-port and --header`;
  throw new HarnessError("incomplete", message, { hint });
}

/** Why what a policy promises cannot be seen at a gateway. */
const beyond: Readonly<Partial<Record<PromiseKind, string>>> = {
  rule: "a drill sends no tags to a gateway",
  review: "whether a person looks is not the gateway's to say",
  health: "it takes longer than a drill: see the timeline of a run",
  capability: "a gateway does not say what its routes claim",
  region: "a gateway does not say where its routes serve",
  no_route: "a gateway has no set of routes that could be empty",
  side_effect: "a drill calls no tools of a gateway",
  degradation: "what a lesser service is, only the gateway knows",
  cap: "a run through the gateway judges it",
  evidence: "a run through the gateway judges it",
  approval: "a run through the gateway judges it",
  rollback: "drill the policy to roll back to, with the gateway's configuration of it",
};

async function rowOf(promised: Promised, open: Open): Promise<DrillRow> {
  const all = promised.atGateway ?? promised.drills;
  const drills = all.filter((drill) => canBeSent(drill, open.written));
  const reason =
    beyond[promised.kind] ?? promised.notDrilled ?? (drills.length === 0 ? unsent : undefined);
  if (reason !== undefined) return notDrilledRow(promised, reason);
  const found: DrillFinding[] = [];
  for (const drill of drills) {
    const drilled = await sent(drill, open);
    found.push({
      words: drill.words,
      seen: gatewaySeenText(drilled),
      difference: gatewayDifference(drilled, drill, modelsOf(open)),
    });
  }
  const left = all.length - drills.length;
  const note = left === 0 ? "" : ` (${left} of ${all.length} cannot be injected at a gateway)`;
  return drilledRow(promised, found, note);
}

const unsent = "nothing of it can be injected behind a gateway";

/** A gateway's configuration and clock are its own: the plain request alone, and known failures. */
function canBeSent(
  { request, before, shape, withoutClaim, script, expected }: Drill,
  written: WrittenPolicy,
): boolean {
  const replies = [...script.byRoute.values(), script.others].flat();
  const isToTheMillisecond = expected.attempts.some(({ failure }) => failure === "none");
  return (
    shape === undefined &&
    withoutClaim === undefined &&
    expected.onlyRoute === undefined &&
    before === undefined &&
    request === written.request &&
    replies.every(canSay) &&
    !isToTheMillisecond
  );
}

function modelsOf({ registry }: Pick<Open, "registry">): ModelOf {
  return (route) => registry.routes.get(route)?.model ?? route;
}

async function sent(drill: Drill, open: Open): Promise<GatewayDrilled> {
  const { written, upstream, gateway } = open;
  const { byRoute, others } = drill.script;
  const { token, seen } = upstream.begin(scriptByModel(drill.script, modelsOf(open)));
  const slowestMs = Math.max(...[...byRoute.values(), others].flat().map(waitOf));
  const call = {
    record: drillRecord(asking(drill.request, token), 0),
    route: routeTo(open),
    arm: 0,
    repeat: 0,
    attemptIndex: 0,
    priorCallsOfRoute: 0,
    timeoutMs: PATIENCE_MS + (written.maxAttempts + 1) * slowestMs,
    firstTokenTimeoutMs: undefined,
    stream: false,
  };
  // One of its own each time: a key that an injected 401 has refused would not be sent again.
  const provider = createLiveProvider({
    wires,
    keys: new Map(gateway.apiKey === undefined ? [] : [[KEY_NAME, gateway.apiKey]]),
    concurrency: 1,
    wallNowMs: () => Date.now(),
  });
  try {
    const reply = await provider.call(call, new RealClock(), new AbortController().signal);
    return { models: [...seen()], reply };
  } finally {
    await provider.close();
  }
}

function waitOf(reply: DrilledReply): number {
  return reply.kind === "slow" ? reply.latencyMs : 0;
}

/** Real time is never exact: an answer that is late is late by far. */
function scriptByModel({ byRoute, others }: DrillScript, modelOf: ModelOf): DrillScript {
  const atLeisure = (reply: DrilledReply): DrilledReply =>
    reply.kind === "slow" ? { kind: "slow", latencyMs: 2 * reply.latencyMs + 1000 } : reply;
  return {
    byRoute: new Map(
      [...byRoute].map(([route, replies]) => [modelOf(route), replies.map(atLeisure)]),
    ),
    others: others.map(atLeisure),
  };
}

/** The request with a prompt that the upstream knows its drill by. */
function asking(request: DrillRequest, token: string): DrillRequest {
  const content = `Is this a drill? ${token}`;
  return { ...request, request: { ...request.request, messages: [{ role: "user", content }] } };
}

/** The gateway as a route: it is asked for the model of the policy's own first route. */
function routeTo(open: Open): Route {
  const { gateway, written } = open;
  const [primary = ""] = written.primaries;
  return {
    ...standIn("gateway", { claims: {}, contextWindow: undefined, regions: undefined }),
    model: modelsOf(open)(primary),
    baseUrl: gateway.url,
    apiKeyEnv: gateway.apiKey === undefined ? undefined : KEY_NAME,
    parameters: { max_output_tokens: 100, extra_headers: gateway.headers },
  };
}
