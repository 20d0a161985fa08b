/** Field weights for the component map. `vocabulary` holds what was harvested from an entry's sources. */
export const COMPONENT_WEIGHTS: Record<string, number> = { name: 10, aliases: 7, category: 0.7, there: 2.5, pointers: 1.2, vocabulary: 0.35 };

/** Field weights for the troubleshooting index, asked by symptoms and bare error lines. */
export const ISSUE_WEIGHTS: Record<string, number> = { title: 8, signals: 8, symptoms: 5, causes: 2, steps: 1, category: 0.7 };
