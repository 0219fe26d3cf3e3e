import { invalidInput } from "../core/harness-error.ts";
import type { JsonObject } from "../core/json.ts";
import { nanoUsdFromUsd } from "../core/money.ts";
import type { ExitCriteria } from "../core/exit-criteria.ts";
import type { Capabilities, Incident, Registry, Route, Simulation, Spread } from "../core/route.ts";
import { readShape } from "../documents/shape.ts";
import { readDocument, type SourceDocument } from "../documents/source-document.ts";
import { gatesOf } from "./gates-of.ts";
import { priceOf } from "./price-of.ts";
import { registrySchema } from "./shapes/registry-schema.ts";
import type {
  CapabilitiesShape,
  ExitCriteriaShape,
  IncidentShape,
  RegistryShape,
  RouteShape,
  SimulationShape,
  SpreadShape,
} from "./shapes/registry-shape.ts";
import { secretProblems } from "./secret-problems.ts";

export interface LoadedRegistry {
  readonly registry: Registry;
  readonly document: SourceDocument;
}

/** Reads a registry; throws all its problems at once. */
export async function readRegistry(file: string): Promise<LoadedRegistry> {
  const document = await readDocument(file);
  const secrets = secretProblems(document);
  if (secrets.length > 0) throw invalidInput(file, secrets);
  return { registry: registryOf(readShape(registrySchema, document), file), document };
}

function registryOf(shape: RegistryShape, file: string): Registry {
  const routes = Object.entries(shape.routes);
  const budgets = Object.entries(shape.budgets ?? {});
  return {
    file,
    routes: new Map(routes.map(([name, route]) => [name, routeOf(name, route)])),
    budgetsNanoUsd: new Map(budgets.map(([name, usd]) => [name, nanoUsdFromUsd(usd)])),
  };
}

function routeOf(name: string, shape: RouteShape): Route {
  return {
    name,
    provider: shape.provider,
    model: shape.model,
    endpointFamily: shape.endpoint_family,
    baseUrl: shape.base_url,
    apiKeyEnv: shape.api_key_env,
    parameters: (shape.parameters ?? {}) as JsonObject,
    capabilities: capabilitiesOf(shape.capabilities ?? {}),
    lifecycle: shape.lifecycle ?? "managed",
    sourceScope: shape.source_scope,
    limits: {
      requestsPerMinute: shape.limits?.requests_per_minute,
      tokensPerMinute: shape.limits?.tokens_per_minute,
      maxConcurrency: shape.limits?.max_concurrency,
    },
    price: shape.price && priceOf(shape.price),
    simulation: shape.simulation && simulationOf(shape.simulation),
    ...(shape.exit_criteria && { exitCriteria: exitCriteriaOf(shape.exit_criteria) }),
  };
}

function capabilitiesOf(shape: CapabilitiesShape): Capabilities {
  const { context_window: contextWindow, regions, ...others } = shape;
  return { claims: others as Readonly<Record<string, boolean>>, contextWindow, regions };
}

function simulationOf(shape: SimulationShape): Simulation {
  return {
    latency: spreadOf(shape.latency),
    firstToken: shape.first_token && spreadOf(shape.first_token),
    errors: shape.errors ?? {},
    accuracy: shape.accuracy,
    schemaErrorRate: shape.schema_error_rate ?? 0,
    outputTokens: shape.output_tokens,
    ...(shape.incidents && { incidents: shape.incidents.map(incidentOf) }),
  };
}

function incidentOf({ from_s, to_s, errors, latency_factor }: IncidentShape): Incident {
  return {
    fromMs: from_s * 1000,
    toMs: to_s * 1000,
    errors,
    latencyFactor: latency_factor ?? 1,
  };
}

function exitCriteriaOf({ to, gates }: ExitCriteriaShape): ExitCriteria {
  return { to, gates: gates.flatMap(gatesOf) };
}

function spreadOf({ p50_ms, p95_ms }: SpreadShape): Spread {
  return { p50Ms: p50_ms, p95Ms: p95_ms };
}
