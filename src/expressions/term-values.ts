import type { Atom, Literal } from "./condition-tree.ts";

/**
 * One kind of value that a term can have, as far as the literals it is compared with tell values
 * apart: `rank` is odd for a literal itself, even for everything between two of them.
 */
export type TermValue =
  | { readonly kind: "text"; readonly rank: number; readonly text: string | undefined }
  | { readonly kind: "number"; readonly rank: number }
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "null" }
  /** The field is not there: `has()` is false, and everything else fails. */
  | { readonly kind: "missing" }
  /** A list, a map, no number: equal to no literal that is looked at. */
  | { readonly kind: "other" };

type Kind = TermValue["kind"];

interface Domain {
  readonly kinds: readonly Kind[];
  /** Only whole numbers from 0. */
  readonly isCount: boolean;
  /** Every value stands for one that a record can really have. */
  readonly isKnown: boolean;
}

const anything: Domain = {
  kinds: ["text", "number", "truth", "null", "missing", "other"],
  isCount: false,
  isKnown: false,
};

const facts = (isCount: boolean, ...kinds: readonly Kind[]): Domain => ({
  kinds,
  isCount,
  isKnown: true,
});

const fieldDomains: Readonly<Record<string, Domain>> = {
  owner: facts(false, "text", "null"),
  workflow: facts(false, "text", "null"),
  "request.prompt_chars": facts(true, "number"),
  "request.prompt_tokens": facts(true, "number"),
  "request.wants_schema": facts(false, "truth"),
  "request.stream": facts(false, "truth"),
  "request.sla_ms": facts(false, "number", "missing"),
  "request.max_output_tokens": facts(false, "number", "missing"),
};

/** Tags are text, whatever they look like; features and signals are what the data says they are. */
const holderDomains: readonly (readonly [RegExp, Domain])[] = [
  [/^tags(\.\w+|\["[^[\]]*"\])$/, facts(false, "text", "missing")],
  [/^features(\.\w+|\["[^[\]]*"\])$/, facts(false, "text", "number", "truth", "missing")],
];

function domainOf(term: string): Domain {
  if (Object.hasOwn(fieldDomains, term)) return fieldDomains[term] ?? anything;
  return holderDomains.find(([pattern]) => pattern.test(term))?.[1] ?? anything;
}

/** Whether each of a term's values stands for one that some record can have. */
export function isKnownTerm(term: string): boolean {
  return domainOf(term).isKnown;
}

/** What a term can be, by the literals that any atom compares it with. */
export class TermValues {
  readonly all: readonly TermValue[];
  readonly #texts: readonly string[];
  readonly #numbers: readonly number[];

  constructor(term: string, literals: readonly Literal[]) {
    const { kinds, isCount } = domainOf(term);
    this.#texts = [...new Set(literals.filter((value) => typeof value === "string"))].sort();
    this.#numbers = [...new Set(literals.filter((value) => typeof value === "number"))].sort(
      (one, other) => one - other,
    );
    this.all = kinds.flatMap((kind) => this.#ofKind(kind, isCount));
  }

  #ofKind(kind: Kind, isCount: boolean): readonly TermValue[] {
    switch (kind) {
      case "text":
        return ranks(this.#texts).map((rank) => ({
          kind,
          rank,
          text: rank % 2 === 1 ? this.#texts[(rank - 1) / 2] : undefined,
        }));
      case "number":
        return ranks(this.#numbers)
          .filter((rank) => !isCount || this.#holdsCount(rank))
          .map((rank) => ({ kind, rank }));
      case "truth":
        return [
          { kind, value: true },
          { kind, value: false },
        ];
      default:
        return [{ kind }];
    }
  }

  /** Whether a whole number from 0 lies there. */
  #holdsCount(rank: number): boolean {
    const below = this.#numbers[Math.floor(rank / 2) - 1];
    if (rank % 2 === 1) {
      const value = this.#numbers[(rank - 1) / 2] ?? 0;
      return Number.isInteger(value) && value >= 0;
    }
    const above = this.#numbers[rank / 2];
    const least = below === undefined ? 0 : Math.max(0, Math.floor(below) + 1);
    return above === undefined || least < above;
  }

  /** Whether an atom can be true (or false) of this value; an atom that fails is neither. */
  canBe(value: TermValue, atom: Atom, holds: boolean): boolean {
    if (atom.kind === "has") return (value.kind !== "missing") === holds;
    if (value.kind === "missing") return false;
    switch (atom.kind) {
      case "truth":
        return value.kind === "truth" ? value.value === holds : value.kind === "other";
      case "in":
        return atom.literals.some((literal) => this.#equals(value, literal)) === holds;
      case "compare":
        return this.#canCompare(value, atom, holds);
      case "text":
        if (value.kind !== "text") return value.kind === "other";
        return (
          value.text === undefined || value.text[methods[atom.method]](atom.argument) === holds
        );
    }
  }

  #equals(value: TermValue, literal: Literal): boolean {
    switch (value.kind) {
      case "text":
        return value.text !== undefined && value.text === literal;
      case "number":
        return typeof literal === "number" && value.rank === rankOf(this.#numbers, literal);
      case "truth":
        return value.value === literal;
      case "null":
        return literal === null;
      case "missing":
      case "other":
        return false;
    }
  }

  #canCompare(
    value: TermValue,
    { operator, literal }: Extract<Atom, { readonly kind: "compare" }>,
    holds: boolean,
  ): boolean {
    if (operator === "==") return this.#equals(value, literal) === holds;
    if (value.kind === "other") return !holds;
    // What is not of the literal's kind cannot be compared with it; truth values are left open.
    if (typeof literal === "boolean" || literal === null) return value.kind === "truth";
    if (value.kind === "text" && typeof literal === "string") {
      return inOrder(value.rank, operator, rankOf(this.#texts, literal)) === holds;
    }
    if (value.kind === "number" && typeof literal === "number") {
      return inOrder(value.rank, operator, rankOf(this.#numbers, literal)) === holds;
    }
    return false;
  }
}

const methods = {
  startsWith: "startsWith",
  endsWith: "endsWith",
  contains: "includes",
} as const;

function ranks(literals: readonly unknown[]): readonly number[] {
  return Array.from({ length: 2 * literals.length + 1 }, (_, rank) => rank);
}

function rankOf<Value>(sorted: readonly Value[], literal: Value): number {
  return 2 * sorted.indexOf(literal) + 1;
}

function inOrder(left: number, operator: "<" | "<=" | ">" | ">=", right: number): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}
