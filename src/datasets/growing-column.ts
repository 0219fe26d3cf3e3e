/** Numbers kept in a typed array that grows: a few bytes each, however many there are. */
export interface GrowingColumn {
  readonly length: number;
  push(value: number): void;
  at(index: number): number;
  set(index: number, value: number): void;
  /** Lets go of the room for more. */
  trim(): void;
}

type Numbers = Uint8Array | Uint32Array | Float64Array;

export function byteColumn(): GrowingColumn {
  return growingColumn((length) => new Uint8Array(length));
}

export function countColumn(): GrowingColumn {
  return growingColumn((length) => new Uint32Array(length));
}

export function numberColumn(): GrowingColumn {
  return growingColumn((length) => new Float64Array(length));
}

function growingColumn(create: (length: number) => Numbers): GrowingColumn {
  let values = create(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push: (value) => {
      if (length === values.length) {
        const larger = create(Math.max(1024, Math.ceil(length * 1.5)));
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
    at: (index) => values[index] ?? 0,
    trim: () => {
      values = values.slice(0, length);
    },
    set: (index, value) => {
      values[index] = value;
    },
  };
}
