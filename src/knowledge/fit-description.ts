import type { Description } from "./describe-component.ts";

/** How many of each a short answer shows at most, before it is fitted into its size. */
const MOST = { whats_there: 4, pointers: 6, live: 6, connects: 5 } as const;

/** Characters of the result's JSON; about 3.4 of them are a token. */
const SIZE = 1_250;

type Cut = keyof typeof MOST;

/**
 * A description that fits a short answer: what has to do with the question first, then the map's own order; drift and
 * broken pointers always. Says how much of what was left out.
 */
export function fitDescription(whole: Description, query: string): { shown: Description; leftOut: string[] } {
  const stems = (query.toLowerCase().match(/[\p{L}\p{N}_]{3,}/gu) ?? []).map((word) => word.slice(0, Math.max(4, word.length - 2)));
  const near = (text: string) => stems.filter((stem) => text.toLowerCase().includes(stem)).length;
  const { details: _details, ...rest } = whole;
  const shown: Description = {
    ...rest,
    pointers: first(rest.pointers, (one) => (one.status === "ok" ? 0 : 10) + near([one.role, one.path, ...(one.anchor ?? [])].join(" ")) + worth(POINTERS, one.role), MOST.pointers),
    live: first(rest.live, (one) => 2 * near(one.label) + near(one.value) / 2 + worth(VALUES, one.label), MOST.live),
    ...(rest.whats_there ? { whats_there: first(rest.whats_there, near, MOST.whats_there) } : {}),
    ...(rest.connects ? { connects: first(rest.connects, (one) => near(`${one.to} ${one.via}`), MOST.connects) } : {}),
  };
  while (JSON.stringify(shown).length > SIZE) {
    const longest = longestList(shown);
    if (!longest) break;
    shown[longest]?.pop();
  }
  const cuts: Cut[] = ["pointers", "live", "connects", "whats_there"];
  const leftOut = cuts.flatMap((cut) => {
    const count = (whole[cut]?.length ?? 0) - (shown[cut]?.length ?? 0);
    return count > 0 ? [`${count} ${WORDS[cut]}`] : [];
  });
  for (const cut of ["whats_there", "connects"] as const) if (shown[cut]?.length === 0) delete shown[cut];
  return { shown, leftOut };
}

const WORDS: Record<Cut, string> = { pointers: "more pointers", live: "more values", connects: "more connections", whats_there: "more of what is there" };

/** What a reader asks for most often, where the question does not say: by the end of a role or label. */
const POINTERS: [RegExp, number][] = [[/^definitive sources?/i, 2], [/^(docker|specs?|template|location|index)/i, 1.5], [/^(what's there|key commands|key details)/i, -1]];
const VALUES: [RegExp, number][] = [[/ports$/, 2], [/^(docs|health)$/, 1.5], [/^(image|build|routes|headings)$/, 1], [/^make /, -1]];

function worth(table: [RegExp, number][], name: string): number {
  return table.find(([pattern]) => pattern.test(name))?.[1] ?? 0;
}

/** The best of a list, in the order of how good they are; equals stay in their order. */
function first<T>(list: T[], rank: (one: T) => number, most: number): T[] {
  return list.map((one, index) => ({ one, index, rank: rank(one) })).toSorted((a, b) => b.rank - a.rank || a.index - b.index).slice(0, most).map(({ one }) => one);
}

/** The list that can best lose its last: prose before values, one of each stays. */
function longestList(shown: Description): Cut | undefined {
  const left = (["whats_there", "connects", "live", "pointers"] as const).filter((cut) => (shown[cut]?.length ?? 0) > (cut === "pointers" || cut === "live" ? 2 : 0));
  return left.toSorted((a, b) => JSON.stringify(shown[b]).length - JSON.stringify(shown[a]).length)[0];
}
