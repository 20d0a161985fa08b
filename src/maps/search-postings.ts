import type { Numbers } from "./numbers.ts";

/** Where a term stands. */
export interface Postings {
  /** Positions of documents in their list, in order. */
  documents: Int32Array;
  /** How strongly each of them is about the term, 0 to 1. */
  strengths: Float32Array;
  strongest: number;
  /** Sum of the squares of the strengths. */
  squares: number;
}

/** One row a term and document, in the order of documents; terms by number. */
export interface Rows {
  terms: Numbers;
  documents: Numbers;
  strengths: Numbers;
}

/** Sorts rows by term. Two arrays serve all terms: arrays for each would take most of the time of a build. */
export function buildPostings({ terms, documents, strengths }: Rows, size: number): (id: number) => Postings {
  const ends = new Int32Array(size + 1);
  for (let row = 0; row < terms.length; row += 1) {
    const id = terms.values[row] ?? 0;
    ends[id + 1] = (ends[id + 1] ?? 0) + 1;
  }
  for (let id = 0; id < size; id += 1) ends[id + 1] = (ends[id + 1] ?? 0) + (ends[id] ?? 0);
  const next = ends.slice();
  const sorted = { documents: new Int32Array(terms.length), strengths: new Float32Array(terms.length) };
  const strongest = new Float64Array(size);
  const squares = new Float64Array(size);
  for (let row = 0; row < terms.length; row += 1) {
    const id = terms.values[row] ?? 0;
    const place = next[id] ?? 0;
    const strength = strengths.values[row] ?? 0;
    next[id] = place + 1;
    sorted.documents[place] = documents.values[row] ?? 0;
    sorted.strengths[place] = strength;
    strongest[id] = Math.max(strongest[id] ?? 0, strength);
    squares[id] = (squares[id] ?? 0) + strength ** 2;
  }
  return (id) => ({
    documents: sorted.documents.subarray(ends[id], ends[id + 1]),
    strengths: sorted.strengths.subarray(ends[id], ends[id + 1]),
    strongest: strongest[id] ?? 0,
    squares: squares[id] ?? 0,
  });
}
