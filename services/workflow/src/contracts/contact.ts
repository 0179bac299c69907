import { z } from 'zod';

/**
 * How to reach the customer of an order. It is on the compacted topic `W.contacts` alone, never in an event, a snapshot or a
 * ticket: the history is kept without an end, and this has to go when the order goes or somebody asks for it.
 */
export const contactSchema = z
  .strictObject({
    name: z.exactOptional(z.string().trim().min(1).max(100)),
    email: z.exactOptional(z.email().max(254)),
    address: z.exactOptional(z.string().trim().min(1).max(500)),
    /** The language to write in, such as de. */
    language: z.exactOptional(z.string().regex(/^[a-z]{2,3}$/)),
  })
  .refine(({ name, email, address }) => name ?? email ?? address, 'needs `name`, `email` or `address`');
export type Contact = z.infer<typeof contactSchema>;
