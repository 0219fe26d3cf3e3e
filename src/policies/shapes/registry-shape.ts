import type { FailureKind } from "../../core/failure.ts";
import type { EndpointFamily, Lifecycle, ProviderName } from "../../core/route.ts";
import type { Optional } from "../optional.ts";
import type { GateShape } from "./gate-shape.ts";
import type { PriceShape } from "./price-shape.ts";

export interface SpreadShape {
  readonly p50_ms: number;
  readonly p95_ms: number;
}

export interface IncidentShape extends Optional<{
  errors: Readonly<Partial<Record<FailureKind, number>>>;
  latency_factor: number;
}> {
  readonly from_s: number;
  readonly to_s: number;
}

export interface ExitCriteriaShape {
  readonly to: "managed" | "deprecated";
  readonly gates: readonly GateShape[];
}

export interface SimulationShape extends Optional<{
  first_token: SpreadShape;
  errors: Readonly<Partial<Record<FailureKind, number>>>;
  schema_error_rate: number;
  output_tokens: number;
  incidents: readonly IncidentShape[];
}> {
  readonly latency: SpreadShape;
  readonly accuracy: number;
}

export interface CapabilitiesShape {
  readonly context_window?: number | undefined;
  readonly regions?: readonly string[] | undefined;
  /** Claims by name: booleans all of them. */
  readonly [claim: string]: unknown;
}

/** A route as a registry writes it. */
export interface RouteShape extends Optional<{
  endpoint_family: EndpointFamily;
  base_url: string;
  api_key_env: string;
  parameters: Readonly<Record<string, unknown>>;
  capabilities: CapabilitiesShape;
  lifecycle: Lifecycle;
  source_scope: "open" | "closed";
  limits: Optional<{
    requests_per_minute: number;
    tokens_per_minute: number;
    max_concurrency: number;
  }>;
  price: PriceShape;
  simulation: SimulationShape;
  exit_criteria: ExitCriteriaShape;
}> {
  readonly provider: ProviderName;
  readonly model: string;
}

/** A registry as it is written. */
export interface RegistryShape {
  readonly $schema?: string | undefined;
  readonly routes: Readonly<Record<string, RouteShape>>;
  readonly budgets?: Readonly<Record<string, number>> | undefined;
}
