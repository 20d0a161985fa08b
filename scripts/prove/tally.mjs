/** Counts how often a promise was kept, and says of each miss what was seen instead. */
export class Tally {
  kept = 0;
  of = 0;
  misses = [];
  slowestMs;

  /** @param {string} id @param {string} promise */
  constructor(id, promise) {
    this.id = id;
    this.promise = promise;
  }

  /**
   * One try. `wrong` lists what was not as promised: nothing where the promise was kept.
   * @param {string} what @param {(string | false | undefined)[]} wrong @param {number} [tookMs]
   */
  add(what, wrong, tookMs) {
    const seen = wrong.filter((one) => typeof one === "string");
    this.of += 1;
    if (tookMs !== undefined) this.slowestMs = Math.max(this.slowestMs ?? 0, Math.round(tookMs));
    if (seen.length === 0) this.kept += 1;
    else this.misses.push(`${what}: ${seen.join("; ")}`);
  }

  /** Runs one try; one that throws is a miss. @param {string} what @param {() => Promise<void>} run */
  async attempt(what, run) {
    await run().catch((error) => this.add(what, [String(error)]));
  }
}

/** What was expected and what was seen, where they differ. @param {string} what @param {unknown} seen @param {unknown} expected */
export function differs(what, seen, expected) {
  return JSON.stringify(seen) === JSON.stringify(expected) ? undefined : `${what} is ${JSON.stringify(seen)}, not ${JSON.stringify(expected)}`;
}

/** Runs all, so many at a time. @template T @param {T[]} items @param {number} width @param {(item: T, index: number) => Promise<void>} run */
export async function sideBySide(items, width, run) {
  const queue = items.entries();
  await Promise.all(Array.from({ length: width }, async () => {
    for (const [index, item] of queue) await run(item, index);
  }));
}

/** @param {number} ms */
export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Asks again until there is an answer; throws after so long. @template T @param {string} what @param {() => T | Promise<T>} ask @param {number} [withinMs] */
export async function until(what, ask, withinMs = 60_000) {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await sleep(5);
  }
}

/** The list again and again, so many items in all. @template T @param {T[]} list @param {number} count @returns {T[]} */
export function repeated(list, count) {
  return Array.from({ length: count }, (_, index) => list[index % list.length]);
}
