/** What is wrong: the rule that is broken, and where. */
export type Violation = { rule: string; detail: string };
