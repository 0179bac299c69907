import { z } from 'zod';

/** Longer subjects do not fit in a command; their hash is used instead. */
export const maxSubjectLength = 200;

/**
 * Who did something, by the subject of a token: names change and are not unique. `via` is how the person came to act under
 * another name than the own one: the field that named it (`as`, `MixedBy`) or the screen.
 */
export const personSchema = z.object({
  sub: z.string().min(1).max(maxSubjectLength),
  via: z.exactOptional(z.string().min(1).max(200)),
});
export type Person = z.infer<typeof personSchema>;
