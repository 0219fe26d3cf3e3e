import type { JsonValue } from "../../core/json.ts";
import type { SweptValue, TuneSetting } from "../../core/tune-report.ts";
import { badUsage } from "../options/option-values.ts";
import { policyPath, policyValue, type PolicyPath } from "./policy-path.ts";
import type { SweepSpec } from "./sweep-spec.ts";

/** One key that is swept, with every value that it takes. */
export interface Sweep {
  /** As it was typed. */
  readonly name: string;
  readonly path: PolicyPath;
  readonly values: readonly SweptValue[];
}

/** More settings than this say less about routing than about chance. */
const MOST_SETTINGS = 2_000;
/** Of a list with more names there would be too many selections. */
const MOST_NAMES = 10;

/** What a sweep asks of a policy, before any of its values are known. */
export interface PlacedSweep {
  readonly spec: SweepSpec;
  readonly path: PolicyPath;
}

/** Where the sweeps' keys stand in a policy as it is written. */
export function placeSweeps(
  specs: readonly SweepSpec[],
  policy: JsonValue,
): readonly PlacedSweep[] {
  return specs.map((spec) => ({ spec, path: policyPath(spec.path, policy) }));
}

/** The values of each sweep; `edges` gives those of a threshold's bins. */
export function sweepsOf(
  placed: readonly PlacedSweep[],
  policy: JsonValue,
  edges: (bins: number, sweep: PlacedSweep) => readonly number[],
): readonly Sweep[] {
  return placed.map((sweep) => {
    const { spec, path } = sweep;
    const values = ((): readonly SweptValue[] => {
      switch (spec.values.kind) {
        case "list":
          return spec.values.values;
        case "quantiles":
          return edges(spec.values.bins, sweep);
        case "subsets":
          return subsetsOf(spec.path, policyValue(path, policy));
      }
    })();
    return { name: spec.path, path, values };
  });
}

/** Every combination of the sweeps' values, the last sweep turning fastest. */
export function settingsOf(sweeps: readonly Sweep[]): readonly TuneSetting[] {
  const count = sweeps.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_SETTINGS) {
    const sizes = sweeps.map(({ values }) => values.length).join(" × ");
    throw badUsage(
      `the sweeps make ${count} settings (${sizes}), more than ${MOST_SETTINGS}`,
      "sweep fewer values at a time",
    );
  }
  return sweeps.reduce<readonly TuneSetting[]>(
    (settings, { name, values }) =>
      settings.flatMap((setting) => values.map((value) => ({ ...setting, [name]: value }))),
    [{}],
  );
}

/** Every selection of a list of names that keeps its order, the largest first. */
function subsetsOf(name: string, value: JsonValue | undefined): readonly SweptValue[] {
  const names = namesOf(value);
  if (names === undefined || names.length < 2) {
    throw badUsage(
      `--sweep ${name}=subsets: the policy has no list of names there to select from`,
      "name a list of two routes or more, such as route_selection.cost_aware.routes",
    );
  }
  if (names.length > MOST_NAMES) {
    throw badUsage(
      `--sweep ${name}=subsets: a list of ${names.length} names has too many selections`,
      `take out all but ${MOST_NAMES}`,
    );
  }
  const subsets = Array.from({ length: 2 ** names.length - 1 }, (_, index) =>
    names.filter((_name, place) => ((index + 1) & (1 << place)) !== 0),
  );
  return subsets.toSorted((one, other) => other.length - one.length);
}

function namesOf(value: JsonValue | undefined): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = (value as readonly JsonValue[]).flatMap((item) =>
    typeof item === "string" ? [item] : [],
  );
  return names.length === value.length ? names : undefined;
}
