/** A number as a page shows it, and where in the run's files it says to be. */
export interface ShownNumber {
  readonly value: number;
  /** The file and a JSON pointer into it; undefined: worked out by the page. */
  readonly path: string | undefined;
  /** What the file's number was multiplied by; 1 where nothing is said. */
  readonly times: number;
  readonly text: string;
}

/** Every number of a page, in its order. */
export function shownNumbers(markup: string): readonly ShownNumber[] {
  return [...markup.matchAll(/<data ([^>]*)>([^<]*)<\/data>/g)].map(([, named = "", text = ""]) => {
    const attribute = (name: string): string | undefined =>
      new RegExp(`(?:^| )${name}="([^"]*)"`).exec(named)?.[1];
    return {
      value: Number(attribute("value")),
      path: attribute("data-path"),
      times: Number(attribute("data-times") ?? 1),
      text,
    };
  });
}

/** Whether the number that a page shows stands at the place that it names. */
export function traced(shown: ShownNumber, files: ReadonlyMap<string, unknown>): boolean {
  if (shown.path === undefined) return Number.isFinite(shown.value);
  const [file = "", pointer = ""] = shown.path.split("#");
  const steps = pointer.split("/").slice(1);
  const found = steps.reduce<unknown>(
    (part, step) =>
      (part as Readonly<Record<string, unknown>> | undefined)?.[
        step.replaceAll("~1", "/").replaceAll("~0", "~")
      ],
    files.get(file),
  );
  // An estimate's place is the estimate's own; its value is what is shown.
  const number = typeof found === "object" && found !== null ? valueOf(found) : found;
  return typeof number === "number" && number * shown.times === shown.value;
}

function valueOf(estimate: object): unknown {
  return "value" in estimate ? estimate.value : undefined;
}
