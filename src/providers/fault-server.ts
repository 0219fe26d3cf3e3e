import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as textOf } from "node:stream/consumers";
import { replyAt, type DrillScript } from "../core/drilled-reply.ts";
import { HarnessError } from "../core/harness-error.ts";
import { sayReply } from "./fault-answer.ts";

/** One drill at the server: what its requests are answered, and what has come. */
export interface FaultDrill {
  /** Stands in the drill's prompt, so that a late request of another drill is never taken for it. */
  readonly token: string;
  /** Models that were asked for, in the order in which they were. */
  readonly seen: () => readonly string[];
}

/** An upstream on this machine that fails as it is told. */
export interface FaultServer {
  readonly port: number;
  /** Begins a drill; its script is by model. */
  begin(script: DrillScript): FaultDrill;
  /** Ends every connection. */
  close(): Promise<void>;
}

interface OpenDrill {
  readonly script: DrillScript;
  readonly models: string[];
}

/** Longer requests are not a drill's. */
const MOST_BYTES = 1_000_000;

/**
 * Starts an upstream that speaks OpenAI's chat wire on 127.0.0.1; throws `HarnessError` where the
 * port is taken. Port 0: any free one.
 */
export async function startFaultServer(port: number): Promise<FaultServer> {
  const drills = new Map<string, OpenDrill>();
  const server = createServer((request, response) => {
    answer(request, response, drills).catch(() => response.destroy());
  });
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    begin(script) {
      const token = `drill-${drills.size + 1}-end`;
      const models: string[] = [];
      drills.set(token, { script, models });
      return { token, seen: () => models };
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((listening, refused) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const why = cause.code === "EADDRINUSE" ? "is taken" : `cannot be used (${cause.code})`;
      const hint = "name another with --upstream-port, in the gateway's configuration too";
      refused(new HarnessError("invalid-input", `port ${port} ${why}`, { cause, hint }));
    });
    server.listen(port, "127.0.0.1", listening);
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  drills: ReadonlyMap<string, OpenDrill>,
): Promise<void> {
  if (Number(request.headers["content-length"] ?? 0) > MOST_BYTES) {
    response.writeHead(413).end();
    return;
  }
  const text = await textOf(request);
  const drill = drills.get(/drill-\d+-end/.exec(text)?.[0] ?? "");
  const model = modelIn(text);
  if (drill === undefined || model === undefined) {
    response.writeHead(404).end();
    return;
  }
  const priorCalls = drill.models.filter((seen) => seen === model).length;
  drill.models.push(model);
  const reply = replyAt(drill.script, model, priorCalls);
  if (reply.kind === "slow" && !(await waited(reply.latencyMs, response))) return;
  sayReply(reply, model, response);
}

/** False: whoever asked has hung up meanwhile. */
function waited(ms: number, response: ServerResponse): Promise<boolean> {
  return new Promise((done) => {
    const timer = setTimeout(() => done(true), ms);
    response.once("close", () => {
      clearTimeout(timer);
      done(false);
    });
  });
}

function modelIn(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { readonly model?: unknown };
    return typeof body.model === "string" ? body.model : undefined;
  } catch {
    return undefined;
  }
}
