export type Fields = Readonly<Record<string, unknown>>;

export interface Vector {
  readonly name: string;
  readonly method: string;
  readonly input: Fields;
  readonly expected: Fields;
  readonly tolerance: number;
}

/** How one method's vectors are met: the values that we compute, and those that are not ours. */
export interface Coverage {
  readonly ours: (input: Fields) => Fields;
  /** Traps, other definitions, and what another room computes. */
  readonly notOurs?: readonly string[];
}

/** A number, or a text that holds one. */
export const num = (input: Fields, name: string): number => Number(input[name]);
export const nums = (input: Fields, name: string): number[] =>
  (input[name] as unknown[]).map(Number);
export const column = (input: Fields, name: string): Float64Array =>
  Float64Array.from(nums(input, name));
export const rows = (input: Fields, name: string): number[][] => input[name] as number[][];
export const fields = (input: Fields, name: string): Fields[] => input[name] as Fields[];
