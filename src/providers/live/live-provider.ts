import type { AttemptFailure } from "../../core/failure.ts";
import type { Provider, ProviderCall } from "../../core/provider.ts";
import type { Route } from "../../core/route.ts";
import { createKeyRing } from "./api-keys.ts";
import { runAttempt } from "./attempt.ts";
import { baseUrlOf, familyOf, hostOf } from "./base-url.ts";
import { failure } from "./classify-failure.ts";
import { hasForeignParts } from "./conversation.ts";
import { extraHeadersOf, type ExtraHeaders } from "./extra-headers.ts";
import { failureDetail } from "./failure-detail.ts";
import { liveReply, unsentReply, type ReadGateway } from "./live-reply.ts";
import { routeProblems } from "./route-problems.ts";
import { createTransport, type Transport } from "./transport.ts";
import type { Wire, WireClient } from "./wire.ts";
import type { Wires } from "./wires.ts";

/** How long a call may take for which no policy says it: the longest that any SDK waits by default. */
export const UNBOUNDED_TIMEOUT_MS: number = 10 * 60 * 1000;

/** How long a stream may be silent: models that reason are, for minutes. */
export const STALL_MS: number = 5 * 60 * 1000;

export interface LiveProviderOptions {
  readonly wires: Wires;
  /** Keys by the name of their environment variable; nothing else is read from the environment. */
  readonly keys: ReadonlyMap<string, string>;
  /** How many calls there may be at one time. */
  readonly concurrency: number;
  /** Milliseconds since 1970, for hints that name a date. */
  readonly wallNowMs: () => number;
  /** Absent: `STALL_MS`. */
  readonly stallMs?: number;
  /** Told once of a key, or of no key, that its provider refused: it is not sent again. */
  readonly onRefusedKey?: (route: Route) => void;
  /** Absent: nobody asks what a gateway says of itself. */
  readonly readGateway?: ReadGateway;
}

/** A provider that holds connections, which somebody has to close. */
export interface LiveProvider extends Provider {
  /** Ends all connections, those of calls under way too. */
  close(): Promise<void>;
}

/** A route that can be called. */
interface Line {
  /** Lines of one name share a client. */
  readonly name: string;
  readonly wire: Wire;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly headers: ExtraHeaders;
}

/**
 * Calls the models themselves: one call is one HTTP request. What cannot be sent fails without a
 * request; so does every call with a key that its provider has once refused.
 */
export function createLiveProvider(options: LiveProviderOptions): LiveProvider {
  const keyOf = createKeyRing(options.keys);
  const lines = new WeakMap<Route, Line | AttemptFailure>();
  const clients = new Map<string, Promise<WireClient>>();
  const deadKeys = new Set<string>();
  let transport: Promise<Transport> | undefined;

  const lineOf = (route: Route): Line | AttemptFailure => {
    let line = lines.get(route);
    if (line === undefined) lines.set(route, (line = openLine(route, options.wires, keyOf)));
    return line;
  };
  const clientOf = (line: Line, { fetch }: Transport): Promise<WireClient> => {
    const { name } = line;
    let client = clients.get(name);
    if (client === undefined) clients.set(name, (client = line.wire.connect({ ...line, fetch })));
    return client;
  };
  const open = async (line: Line): Promise<{ client: WireClient; over: Transport }> => {
    transport ??= createTransport(options);
    const over = await transport;
    return { client: await clientOf(line, over), over };
  };

  return {
    name: "live",
    async call(call, clock, signal) {
      signal.throwIfAborted();
      const { route, record } = call;
      const line = lineOf(route);
      if ("kind" in line) return unsentReply(line);
      const problem = problemOf(call, line.wire);
      if (problem !== undefined) return unsentReply(problem);
      const opened = await open(line).catch(cannotOpen);
      if ("kind" in opened) return unsentReply(opened);
      const { client, over } = opened;
      const keyName = `${hostOf(route)} ${line.apiKey}`;
      if (deadKeys.has(keyName)) return unsentReply(refusedBefore(route));

      const { request } = record;
      const { parameters, model, price } = route;
      const body = line.wire.bodyOf({ model, request, parameters });
      const nowMs = (): number => clock.nowMs();
      const limits = {
        timeoutMs: call.timeoutMs ?? UNBOUNDED_TIMEOUT_MS,
        stallMs: options.stallMs ?? STALL_MS,
        firstTokenTimeoutMs: call.firstTokenTimeoutMs,
        streams: call.stream,
      };
      return over.attempt(nowMs, async (exchange) => {
        const { end, times } = await runAttempt(
          (how) => client.send(body, how),
          limits,
          nowMs,
          signal,
        );
        const context = {
          exchange,
          streams: call.stream,
          secrets: { apiKey: line.apiKey, request },
          wallNowMs: options.wallNowMs(),
        };
        const { readGateway } = options;
        const reply = liveReply({ end, times, context, client, price, readGateway });
        const { result } = reply;
        const isRefused = result.kind === "failure" && result.failure.kind === "authentication";
        if (isRefused && (exchange.status ?? 0) >= 400 && !deadKeys.has(keyName)) {
          deadKeys.add(keyName);
          options.onRefusedKey?.(route);
        }
        return reply;
      });
    },
    async close() {
      await (await transport)?.close();
    },
  };
}

function openLine(
  route: Route,
  wires: Wires,
  keyOf: ReturnType<typeof createKeyRing>,
): Line | AttemptFailure {
  const wire = wires[familyOf(route)];
  const baseUrl = baseUrlOf(route);
  if (baseUrl === undefined) {
    return failure("invalid_request", "the route needs a base_url: its provider has no usual one");
  }
  if (!/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? "")) {
    return failure("invalid_request", "the route's base_url is no http or https address");
  }
  const [wrong] = routeProblems(route, wire);
  if (wrong !== undefined) {
    return failure("invalid_request", `parameter ${wrong.parameter}: ${wrong.message}`);
  }
  const key = keyOf(route);
  return key.kind === "key"
    ? lineTo({ wire, baseUrl, apiKey: key.apiKey, headers: extraHeadersOf(route) })
    : failure("authentication", `not sent: ${key.detail}`);
}

function problemOf({ record, route }: ProviderCall, wire: Wire): AttemptFailure | undefined {
  const { request } = record;
  const problems = wire.requestProblems(request, route.parameters);
  if (problems.length === 0) return undefined;
  const kind = hasForeignParts(request) ? "unsupported_file_type" : "invalid_request";
  const secrets = { apiKey: "", request };
  return failure(kind, failureDetail(`not sent: ${problems.join("; ")}`, secrets) ?? "not sent");
}

/** An SDK that cannot be loaded, or does not like its options: no call of the run can go out. */
function cannotOpen(error: unknown): AttemptFailure {
  const name = error instanceof Error ? error.name : "unknown error";
  return failure("harness_error", `not sent: the provider's SDK cannot be used (${name})`);
}

function refusedBefore({ apiKeyEnv }: Route): AttemptFailure {
  const what = apiKeyEnv === undefined ? "a call without a key" : `the key in ${apiKeyEnv}`;
  return failure("authentication", `not sent: the provider has already refused ${what}`);
}

function lineTo(line: Omit<Line, "name">): Line {
  const { wire, baseUrl, apiKey, headers } = line;
  return { ...line, name: JSON.stringify([wire.family, baseUrl, apiKey, headers]) };
}
