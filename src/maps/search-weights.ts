/**
 * Field weights for the component map. `topics` are the field's words for what the title names, `kinds` those for what the
 * entry names elsewhere, `vocabulary` what was harvested from its sources. Chosen by the tuning halves of the question sets.
 */
export const COMPONENT_WEIGHTS: Record<string, number> = { name: 10, topics: 6, kinds: 1, aliases: 7, category: 1.2, there: 3.5, pointers: 1.2, vocabulary: 0.6 };

/** Field weights for the troubleshooting index, asked by symptoms and bare error lines. */
export const ISSUE_WEIGHTS: Record<string, number> = { title: 8, signals: 8, symptoms: 5, causes: 2, steps: 1, category: 0.7 };
