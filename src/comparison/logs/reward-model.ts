import type { RewardModel } from "../../stats/off-policy.ts";
import type { CodeColumn } from "../code-column.ts";
import type { LoggedColumns } from "./logged-columns.ts";
import type { WeighedLog } from "./weighed-log.ts";

/** Sum and count of the rewards of alike records. */
interface Cell {
  sum: number;
  count: number;
}

/**
 * What one half of a log expects of the other: the mean reward of a route on records with the same
 * first tag, else of the route, else of all. No record has a part in what is expected of it.
 */
export function crossFittedModel(
  weighed: WeighedLog,
  rewards: Float64Array,
  logged: LoggedColumns,
  tag: CodeColumn | undefined,
): RewardModel {
  const { ordinals, routesOf, probabilityOf } = weighed;
  const halves = [new Map<string, Cell>(), new Map<string, Cell>()] as const;
  for (let index = 0; index < ordinals.length; index += 1) {
    const ordinal = ordinals[index]!;
    const half = halves[logged.halfOf(ordinal)];
    const route = logged.routes.at(ordinal);
    for (const key of cellKeys(route, tag?.at(ordinal))) add(half, key, rewards[index]!);
  }
  const expected = (ordinal: number, route: number): number => {
    const other = halves[logged.halfOf(ordinal) === 0 ? 1 : 0];
    for (const key of cellKeys(route, tag?.at(ordinal))) {
      const cell = other.get(key);
      if (cell !== undefined) return cell.sum / cell.count;
    }
    return 0;
  };
  const ofCandidate = (ordinal: number): number =>
    routesOf(ordinal).reduce(
      (sum, route) => sum + probabilityOf(ordinal, route) * expected(ordinal, route),
      0,
    );
  return {
    ofTaken: Float64Array.from(ordinals, (ordinal) => expected(ordinal, logged.routes.at(ordinal))),
    ofCandidate: Float64Array.from(ordinals, ofCandidate),
  };
}

/** From the most alike records to all of them. */
function cellKeys(route: number, tag: number | undefined): readonly string[] {
  const all = ["", String(route)];
  return (tag === undefined ? all : [...all, `${route}/${tag}`]).toReversed();
}

function add(cells: Map<string, Cell>, key: string, reward: number): void {
  const cell = cells.get(key);
  if (cell === undefined) cells.set(key, { sum: reward, count: 1 });
  else {
    cell.sum += reward;
    cell.count += 1;
  }
}
