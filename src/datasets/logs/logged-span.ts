import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { shown } from "../read-cell.ts";
import type { LogReading } from "./log-format.ts";
import { flatAttributes } from "./otlp-attributes.ts";
import { firstNamed, objectNamed, objectsNamed, namedFields, textNamed } from "./named-fields.ts";
import { epochMs, spanMs } from "./units.ts";

/** A span of a trace, whichever way it was exported. */
export interface LoggedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly latencyMs: number | undefined;
  readonly attributes: JsonObject;
  readonly events: readonly { readonly name: string; readonly attributes: JsonObject }[];
  readonly isError: boolean;
  readonly statusMessage: string | undefined;
  /** Attributes and ids in one flat object: where the manifest's paths lead into. */
  readonly row: JsonObject;
}

const envelopeFields = new Set(["resourceSpans", "resource_spans"]);
const scopeFields = ["scopeSpans", "scope_spans", "instrumentationLibrarySpans"];
const spanFields = new Set([
  "traceId",
  "trace_id",
  "spanId",
  "span_id",
  "parentSpanId",
  "parent_span_id",
  "parent_id",
  "name",
  "kind",
  "span_kind",
  "startTimeUnixNano",
  "start_time",
  "endTimeUnixNano",
  "end_time",
  "attributes",
  "events",
  "status",
  "status_code",
  "status_message",
  // Of tracing itself.
  "flags",
  "traceState",
  "trace_state",
  "context",
  "links",
  "droppedAttributesCount",
  "droppedEventsCount",
  "droppedLinksCount",
]);

/** The spans of a line: one, or all those of an OTLP envelope. */
export function spansIn(row: JsonObject, reading: LogReading): readonly LoggedSpan[] {
  const isEnvelope = [...envelopeFields].some((name) => Object.hasOwn(row, name));
  const known = isEnvelope ? envelopeFields : spanFields;
  for (const name of Object.keys(row)) if (!known.has(name)) reading.unmapped(name);
  if (isEnvelope) {
    return partsIn(row, envelopeFields, reading).flatMap((part) => spansOfResource(part, reading));
  }
  const span = spanOf(row, {}, reading);
  return span === undefined ? [] : [span];
}

function spansOfResource(part: JsonObject, reading: LogReading): readonly LoggedSpan[] {
  const resource = Object.fromEntries(
    Object.entries(flatAttributes(objectNamed(part, "resource")?.["attributes"])).map(
      ([name, value]) => [`resource.${name}`, value] as const,
    ),
  );
  for (const name of Object.keys(resource)) reading.unmapped(name);
  return partsIn(part, scopeFields, reading).flatMap((scope) =>
    partsIn(scope, ["spans"], reading).flatMap((span) => spanOf(span, resource, reading) ?? []),
  );
}

/** The objects of a list; anything else in its place is a fault, nothing is none. */
function partsIn(
  object: JsonObject,
  names: Iterable<string>,
  { fault }: LogReading,
): readonly JsonObject[] {
  const found = firstNamed(object, [...names]);
  if (found === undefined) return [];
  const { name, value } = found;
  const parts = Array.isArray(value) ? (value as readonly JsonValue[]) : undefined;
  if (parts?.every(isJsonObject) === true) return parts;
  fault(name, "expected a list of objects");
  return [];
}

function spanOf(
  span: JsonObject,
  resource: JsonObject,
  reading: LogReading,
): LoggedSpan | undefined {
  const { fault } = reading;
  const ids = objectNamed(span, "context");
  const traceId = textNamed(span, "traceId", "trace_id") ?? textNamed(ids, "trace_id");
  const spanId = textNamed(span, "spanId", "span_id") ?? textNamed(ids, "span_id");
  if (traceId === undefined || spanId === undefined) {
    fault(traceId === undefined ? "traceId" : "spanId", "expected the id of a span, got nothing");
    return undefined;
  }
  const startMs = momentIn(span, "startTimeUnixNano", "start_time", reading);
  const endMs = momentIn(span, "endTimeUnixNano", "end_time", reading);
  if (startMs !== undefined && endMs !== undefined && endMs < startMs) {
    fault("endTimeUnixNano", "the span ends before it starts");
  }
  const attributes = flatAttributes(span["attributes"]);
  const status = objectNamed(span, "status");
  const code = firstNamed(status, ["code"])?.value ?? firstNamed(span, ["status_code"])?.value;
  const parentId = textNamed(span, "parentSpanId", "parent_span_id", "parent_id");
  return {
    traceId,
    spanId,
    parentId,
    startMs,
    endMs,
    latencyMs: spanMs(startMs, endMs),
    attributes,
    events: objectsNamed(span, "events").map((event) => ({
      name: textNamed(event, "name") ?? "",
      attributes: flatAttributes(event["attributes"]),
    })),
    isError: code === 2 || code === "2" || code === "ERROR" || code === "STATUS_CODE_ERROR",
    statusMessage: textNamed(status, "message") ?? textNamed(span, "status_message"),
    row: {
      ...resource,
      ...attributes,
      trace_id: traceId,
      span_id: spanId,
      name: textNamed(span, "name") ?? "",
    },
  };
}

/** OTLP counts nanoseconds, in a text as a double would lose the last of them; others write ISO 8601. */
function momentIn(
  span: JsonObject,
  nanoseconds: string,
  iso: string,
  reading: LogReading,
): number | undefined {
  const value = firstNamed(span, [nanoseconds])?.value;
  if (value === undefined) return namedFields(span, "", reading).time(iso);
  const ms = epochMs(value, "ns");
  if (ms === undefined)
    reading.fault(nanoseconds, `expected nanoseconds since 1970, got ${shown(value)}`);
  return ms;
}
