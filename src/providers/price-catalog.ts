import type { ModelInfo, Provider } from "@pydantic/genai-prices";
import type * as genaiPrices from "@pydantic/genai-prices";
import type { Price, PriceSource, ProviderName } from "../core/route.ts";
import { priceOfEntry } from "./catalog-price.ts";

type Catalog = typeof genaiPrices;

/** A list price out of the catalog that comes with the program. */
export interface CatalogPrice {
  readonly price: Price;
  readonly source: Extract<PriceSource, "catalog" | "catalog_inferred">;
  /** The catalog's own name of the model that was found. */
  readonly model: string;
  /** The catalog's own name of who sells it at this price. */
  readonly vendor: string;
}

/** What was asked for; the address tells one compatible provider from another. */
export interface PricedModel {
  readonly provider: ProviderName;
  readonly model: string;
  readonly baseUrl?: string | undefined;
}

interface Found {
  readonly entry: ModelInfo;
  readonly vendor: string;
  readonly isExact: boolean;
}

/**
 * The catalog's price of a model at a moment (milliseconds since 1970). It is read from the
 * installed package and never from the network. The price is the model's own (`catalog`) only if
 * the catalog has it by this name, or it is a dated form of that name; a likeness is
 * `catalog_inferred`. Absent: the catalog does not know it, or has a price that cannot be
 * expressed.
 */
export async function catalogPrice(
  asked: PricedModel,
  atMs: number,
): Promise<CatalogPrice | undefined> {
  return (await openCatalog())(asked, atMs);
}

/** The same question, asked many times of the catalog once it is loaded. */
export async function openCatalog(): Promise<
  (asked: PricedModel, atMs: number) => CatalogPrice | undefined
> {
  const catalog = await import("@pydantic/genai-prices");
  /** Which entry is a model's depends on no moment, and takes long to find. */
  const entries = new Map<string, Found | undefined>();
  return (asked, atMs) => {
    const key = JSON.stringify([asked.provider, asked.model, asked.baseUrl]);
    if (!entries.has(key)) entries.set(key, entryOf(catalog, asked, atMs));
    return priceOf(entries.get(key), atMs);
  };
}

function entryOf(catalog: Catalog, asked: PricedModel, atMs: number): Found | undefined {
  return asked.provider === "openai_compatible"
    ? compatibleEntry(catalog, asked)
    : vendorEntry(catalog, asked.provider, asked.model, atMs);
}

function priceOf(found: Found | undefined, atMs: number): CatalogPrice | undefined {
  const price = found && priceOfEntry(found.entry, atMs);
  if (found === undefined || price === undefined) return undefined;
  return {
    price,
    source: found.isExact ? "catalog" : "catalog_inferred",
    model: found.entry.id,
    vendor: found.vendor,
  };
}

/** What there is to say of a model that the catalog does not know. */
export interface UnknownModel {
  /** Names of the same vendor's models. */
  readonly known: readonly string[];
}

/**
 * Whether the catalog does not know a model of one of its vendors, at a moment (milliseconds since
 * 1970). Absent: it knows it, be it by a likeness, or it knows nothing of the vendor.
 */
export async function unknownModel(
  { provider, model }: PricedModel,
  atMs: number,
): Promise<UnknownModel | undefined> {
  const catalog = await import("@pydantic/genai-prices");
  const vendor = vendorOf(catalog, provider);
  if (vendor === undefined) return undefined;
  if (vendorEntry(catalog, provider, model, atMs) !== undefined) return undefined;
  return { known: vendor.models.map(({ id }) => id) };
}

function vendorEntry(
  catalog: Catalog,
  vendorId: string,
  model: string,
  atMs: number,
): Found | undefined {
  const vendor = vendorOf(catalog, vendorId);
  if (vendor === undefined) return undefined;
  const named = entryNamed(vendor, model);
  if (named !== undefined) return { entry: named, vendor: vendor.id, isExact: true };
  const undated = withoutDate(model);
  const alike = catalog.calcPrice({}, model, { provider: vendor, timestamp: new Date(atMs) });
  if (alike !== null) {
    // The catalog looks among other vendors' models too: there its name alone is the same.
    const isExact = alike.model.id === undated && entryNamed(vendor, undated) !== undefined;
    return { entry: alike.model, vendor: vendor.id, isExact };
  }
  const entry = undated === undefined ? undefined : entryNamed(vendor, undated);
  return entry && { entry, vendor: vendor.id, isExact: true };
}

/** Whose models compatible gateways commonly pass on under their own names. */
const passedOn = ["openai", "anthropic", "google", "openrouter"] as const;

/**
 * By exact name only. At an address that the catalog knows it is that vendor's price; anywhere
 * else it is what the model costs at its maker's, which the gateway may or may not ask.
 */
function compatibleEntry(catalog: Catalog, { model, baseUrl }: PricedModel): Found | undefined {
  const known =
    baseUrl === undefined ? undefined : catalog.findProvider({ providerApiUrl: baseUrl });
  if (known !== undefined) {
    const entry = entryNamed(known, model);
    return entry && { entry, vendor: known.id, isExact: true };
  }
  for (const id of passedOn) {
    const vendor = vendorOf(catalog, id);
    const entry = vendor && entryNamed(vendor, model);
    if (vendor && entry) return { entry, vendor: vendor.id, isExact: false };
  }
  return undefined;
}

/** The catalog would take a likeness for a vendor too. */
function vendorOf(catalog: Catalog, id: string): Provider | undefined {
  const vendor = catalog.findProvider({ providerId: id });
  return vendor?.id === id ? vendor : undefined;
}

function entryNamed(vendor: Provider, model: string): ModelInfo | undefined {
  return vendor.models.find(({ id }) => id === model);
}

/** `gpt-5-mini` of `gpt-5-mini-2026-09-01`, `claude-x` of `claude-x-20260901`; absent: no date. */
function withoutDate(model: string): string | undefined {
  const match = /^(.+)-20\d\d(-?)(?:0[1-9]|1[0-2])\2(?:0[1-9]|[12]\d|3[01])$/.exec(model);
  return match?.[1];
}
