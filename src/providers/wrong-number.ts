import { pick, type Chance } from "./chance.ts";

/** Bounds that a wrong number has to keep to, where they are known. */
export interface NumberBounds {
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

/**
 * Another number, as a hasty reader gets it: two digits swapped, one too few, a tenth too much.
 * Whole numbers stay whole, signs stay, shares stay between 0 and 1, so that a schema which is not
 * known here is most likely kept.
 */
export function wrongNumber(value: number, bounds: NumberBounds, chance: Chance): number {
  const swapped = swapDigits(String(value), chance);
  const candidates = [
    ...(swapped === undefined ? [] : [Number(swapped)]),
    tidy(value * 1.1, value),
    tidy(value * 0.9, value),
    value - 1,
    value + 1,
  ].filter((other) => other !== value && isPlausible(other, value, bounds));
  return pick(candidates, chance, "wrong number") ?? value + 1;
}

/** The text with two neighbouring digits swapped; absent where no two differ. */
export function swapDigits(text: string, chance: Chance): string | undefined {
  const places: number[] = [];
  for (let index = 0; index + 1 < text.length; index += 1) {
    const [left = "", right = ""] = [text[index], text[index + 1]];
    const leadsNumber = index === 0 || !/[\d.]/.test(text[index - 1] ?? "");
    if (/\d/.test(left) && /\d/.test(right) && left !== right && !(leadsNumber && right === "0")) {
      places.push(index);
    }
  }
  const place = pick(places, chance, "swapped digits");
  if (place === undefined) return undefined;
  return text.slice(0, place) + text[place + 1] + text[place] + text.slice(place + 2);
}

/** As many decimals as the right value has. */
function tidy(other: number, value: number): number {
  const decimals = String(value).split(".")[1]?.length ?? 0;
  return decimals > 15 ? other : Number(other.toFixed(decimals));
}

function isPlausible(other: number, value: number, { minimum, maximum }: NumberBounds): boolean {
  if (!Number.isFinite(other)) return false;
  if (minimum !== undefined && other < minimum) return false;
  if (maximum !== undefined && other > maximum) return false;
  if (value > 0 && value < 1) return other > 0 && other < 1;
  return value >= 0 ? other >= 0 : other < 0;
}
