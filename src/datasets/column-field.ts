/** A path in the manifest, for naming the place of what is wrong. */
export type ManifestPath = readonly (string | number)[];

/** A wanted column and where it stands in a row's cells. */
export interface Field {
  readonly column: string;
  readonly at: number;
}

export interface NamedField extends Field {
  readonly name: string;
}

/** Finds a column in a row's cells; -1: there is none. */
export type Locate = (column: string, path: ManifestPath) => number;

/** Turns the manifest's columns into fields; a column that is not there has none. */
export interface FieldFinder {
  one(column: string | undefined, path: ManifestPath): Field | undefined;
  named(
    columns: Readonly<Record<string, string>> | undefined,
    path: ManifestPath,
  ): readonly NamedField[];
}

export function fieldFinder(locate: Locate): FieldFinder {
  const one: FieldFinder["one"] = (column, path) => {
    if (column === undefined) return undefined;
    const at = locate(column, path);
    return at === -1 ? undefined : { column, at };
  };
  return {
    one,
    named: (columns, path) =>
      Object.entries(columns ?? {}).flatMap(([name, column]) => {
        const field = one(column, [...path, name]);
        return field === undefined ? [] : [{ ...field, name }];
      }),
  };
}
