type Storage = Int32Array | Float32Array;

/** Numbers one after the other, in a list that grows: lists of objects would take most of the time of a build. Whole ones, unless `Float32Array` is asked for. */
export class Numbers {
  values: Storage;
  length = 0;
  readonly #storage: new (length: number) => Storage;

  constructor(storage: new (length: number) => Storage = Int32Array) {
    this.#storage = storage;
    this.values = new storage(1 << 12);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const more = new this.#storage(this.length * 2);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.length++] = value;
  }
}
