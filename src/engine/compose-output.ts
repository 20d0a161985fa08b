/**
 * What compose is at, told by the lines of its plain output (BuildKit's, the legacy builder's, and those of a pull). Most
 * lines say nothing new of that: build output, layers that change their state, containers.
 */
export class ComposeOutput {
  readonly #services: string[];
  readonly #imageOf: (service: string) => string | undefined;
  readonly #pulling = new Set<string>();
  readonly #layers = new Set<string>();
  readonly #here = new Set<string>();

  /** `imageOf`: the image that a service pulls. */
  constructor(services: string[], imageOf: (service: string) => string | undefined) {
    this.#services = services;
    this.#imageOf = imageOf;
  }

  /** In words, where the line says what is done now. */
  read(line: string): string | undefined {
    const [, vertex, what = ""] = /^#\d+ \[([^\]]+)\] (.*)$/.exec(line) ?? [];
    if (vertex !== undefined) return this.#building(vertex, what);
    const [, legacy, instruction = ""] = /^Step (\d+\/\d+) : (.*)$/.exec(line) ?? [];
    if (legacy !== undefined) return `building: step ${legacy}, ${instruction}`;
    return this.#pull(line);
  }

  /** `[server builder 2/5] RUN npm ci`; a build of one service may leave its name out. */
  #building(vertex: string, what: string): string | undefined {
    const words = vertex.split(" ");
    const service = this.#services.includes(words[0] ?? "") ? words.shift() : this.#services.length === 1 ? this.#services[0] : undefined;
    const who = service === undefined ? "building" : `building ${service}`;
    const step = words.at(-1) ?? "";
    if (/^\d+\/\d+$/.test(step)) return `${who}: step ${step}${words.length > 1 ? ` of ${words.slice(0, -1).join(" ")}` : ""}, ${what}`;
    const [, image] = /^load metadata for (\S+)/.exec(what) ?? [];
    if (image !== undefined) return `${who}: looking for ${image}`;
    if (what === "load build context") return `${who}: sending its files`;
    return what.startsWith("exporting to") ? `${who}: writing the image` : undefined;
  }

  #pull(line: string): string | undefined {
    const [, layer, state = ""] = /^([0-9a-f]{12}) (\w.*?)(?: \[.*)?$/.exec(line) ?? [];
    if (layer !== undefined) {
      this.#layers.add(layer);
      if (!/^(?:Pull complete|Already exists)\b/.test(state)) return undefined;
      this.#here.add(layer);
      return this.#pulled();
    }
    const [, name = "", done] = /^(?:Image )?(\S+) Pull(?:ing|(ed))\s*$/.exec(line) ?? [];
    if (name === "") return undefined;
    const image = this.#imageOf(name) ?? name;
    if (done === undefined) this.#pulling.add(image);
    else this.#pulling.delete(image);
    return this.#pulled();
  }

  #pulled(): string | undefined {
    if (this.#pulling.size === 0) return undefined;
    const layers = this.#layers.size > 0 ? `: ${this.#here.size} of ${this.#layers.size} layers` : "";
    return `pulling ${[...this.#pulling].join(", ")}${layers}`;
  }
}
