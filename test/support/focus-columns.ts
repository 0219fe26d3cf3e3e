/** Columns of a release of the specification, as its Cost and Usage dataset defines them. */
interface Release {
  /** Every column that there is. */
  readonly known: readonly string[];
  /** Those of feature level "Mandatory". */
  readonly mandatory: readonly string[];
}

const mandatoryOfBoth = [
  "BilledCost",
  "BillingAccountId",
  "BillingAccountName",
  "BillingCurrency",
  "BillingPeriodEnd",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargeClass",
  "ChargeDescription",
  "ChargePeriodEnd",
  "ChargePeriodStart",
  "ContractedCost",
  "EffectiveCost",
  "InvoiceIssuerName",
  "ListCost",
  "PricingQuantity",
  "PricingUnit",
  "ServiceCategory",
  "ServiceName",
] as const;

const knownOfBoth = [
  ...mandatoryOfBoth,
  "AvailabilityZone",
  "BillingAccountType",
  "CapacityReservationId",
  "CapacityReservationStatus",
  "ChargeFrequency",
  "CommitmentDiscountCategory",
  "CommitmentDiscountId",
  "CommitmentDiscountName",
  "CommitmentDiscountQuantity",
  "CommitmentDiscountStatus",
  "CommitmentDiscountType",
  "CommitmentDiscountUnit",
  "ConsumedQuantity",
  "ConsumedUnit",
  "ContractedUnitPrice",
  "InvoiceId",
  "ListUnitPrice",
  "PricingCategory",
  "PricingCurrency",
  "PricingCurrencyContractedUnitPrice",
  "PricingCurrencyEffectiveCost",
  "PricingCurrencyListUnitPrice",
  "RegionId",
  "RegionName",
  "ResourceId",
  "ResourceName",
  "ResourceType",
  "ServiceSubcategory",
  "SkuId",
  "SkuMeter",
  "SkuPriceDetails",
  "SkuPriceId",
  "SubAccountId",
  "SubAccountName",
  "SubAccountType",
  "Tags",
] as const;

const of1_2 = ["ProviderName", "PublisherName"] as const;
/** 1.3 added the first eight; 1.4 the last, and took the two of 1.2 away. */
const of1_4 = [
  "AllocatedMethodDetails",
  "AllocatedMethodId",
  "AllocatedResourceId",
  "AllocatedResourceName",
  "AllocatedTags",
  "ContractApplied",
  "HostProviderName",
  "ServiceProviderName",
  "InvoiceDetailId",
] as const;

export const focusColumnsOfRelease: Readonly<Record<"1.2" | "1.4", Release>> = {
  "1.2": { known: [...knownOfBoth, ...of1_2], mandatory: [...mandatoryOfBoth, ...of1_2] },
  "1.4": {
    known: [...knownOfBoth, ...of1_4],
    mandatory: [
      ...mandatoryOfBoth,
      "HostProviderName",
      "InvoiceDetailId",
      "ListUnitPrice",
      "ServiceProviderName",
    ],
  },
};
