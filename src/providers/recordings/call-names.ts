import { canonicalJson, sha256Hex } from "../../core/canonical-json.ts";
import type { JsonObject } from "../../core/json.ts";
import type { ProviderCall } from "../../core/provider.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { EndpointFamily, Route } from "../../core/route.ts";

/** A request as its wire writes it, without whether it is streamed and without transport. */
export interface WireRequest {
  /** Who is asked: two gateways that know the same names of models are two. */
  readonly provider: string;
  readonly endpointFamily: EndpointFamily;
  readonly model: string;
  /** The route's own request headers, which a gateway obeys; absent: none. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** How a call's request is written; handed in, so that no SDK is needed to name a recording. */
export type RequestOf = (call: ProviderCall) => WireRequest;

/** Which call it is, apart from what it asks. */
type Turn = Pick<ProviderCall, "repeat" | "priorCallsOfRoute">;

const firstTurn: Turn = { repeat: 0, priorCallsOfRoute: 0 };

export interface CallNames {
  /** SHA-256 in hex of the canonical request: the same for every policy that asks the same. */
  keyOf(call: ProviderCall): string;
  requestOf(call: ProviderCall): WireRequest;
}

/** A record's request over one route, and what its calls are called. */
interface Named {
  readonly route: Route;
  readonly request: WireRequest;
  readonly firstKey: string;
  /** Of repeats and retries, by turn; absent: there were none yet. */
  laterKeys: Map<string, string> | undefined;
}

/** Records whose names are kept: more than are under way at the same time in most runs. */
const KEPT_RECORDS = 1024;

/**
 * Names calls. Policies take turns within a record, so that a request is written and hashed once
 * however many of them ask it.
 */
export function createCallNames(requestOf: RequestOf): CallNames {
  const kept: { readonly record: ReplayRecord; readonly named: Named[] }[] = [];
  const namedOf = (call: ProviderCall): Named => {
    const slot = call.record.ordinal % KEPT_RECORDS;
    let ofRecord = kept[slot];
    if (ofRecord?.record !== call.record) {
      ofRecord = { record: call.record, named: [] };
      kept[slot] = ofRecord;
    }
    for (const named of ofRecord.named) if (named.route === call.route) return named;
    const request = requestOf(call);
    const firstKey = recordingKey(request, firstTurn);
    const named = { route: call.route, request, firstKey, laterKeys: undefined };
    ofRecord.named.push(named);
    return named;
  };
  return {
    keyOf(call) {
      const named = namedOf(call);
      const { repeat, priorCallsOfRoute } = call;
      if (repeat === 0 && priorCallsOfRoute === 0) return named.firstKey;
      const turn = `${repeat}/${priorCallsOfRoute}`;
      named.laterKeys ??= new Map();
      const key = named.laterKeys.get(turn) ?? recordingKey(named.request, call);
      named.laterKeys.set(turn, key);
      return key;
    },
    requestOf: (call) => namedOf(call).request,
  };
}

/** A retry is another recording than the first try, and so is a repeat. */
export function recordingKey(request: WireRequest, turn: Turn): string {
  return sha256Hex(
    canonicalJson({
      provider: request.provider,
      endpoint_family: request.endpointFamily,
      model: request.model,
      // Absent where there are none: older recordings keep their names.
      ...(request.headers && { headers: request.headers }),
      body: request.body,
      repeat: turn.repeat,
      prior_calls: turn.priorCallsOfRoute,
    }),
  );
}
