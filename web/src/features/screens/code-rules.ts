export type CodeProblem = 'digits' | 'differ';

/** What is wrong with a new code that was typed twice, by the server's rule: 4 to 12 digits. */
export const codeProblem = (code: string, again: string): CodeProblem | undefined => {
  if (!/^\d{4,12}$/.test(code)) return 'digits';
  return code === again ? undefined : 'differ';
};
