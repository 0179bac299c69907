import { z } from 'zod';

const code = z.string().regex(/^\d{4,12}$/, 'must be 4 to 12 digits');
const badge = z.string().min(8).max(200);

/** The bodies of these routes. */
export const bodies = {
  createBoard: z.strictObject({ stage: z.string().min(1).max(64), name: z.string().trim().min(1).max(100) }),
  setCode: z
    .strictObject({ code: z.exactOptional(code), badge: z.exactOptional(badge) })
    .refine((given) => Object.keys(given).length > 0, 'needs `code` or `badge`'),
  signIn: z.union([z.strictObject({ sub: z.string().min(1).max(200), code }), z.strictObject({ badge })]),
  empty: z.strictObject({}),
};

export const boardCard = z.object({
  id: z.string(),
  name: z.string(),
  stage: z.string(),
  issuedAt: z.string(),
  issuedBy: z.string(),
  expiresAt: z.string(),
});
export const cookCard = z.object({
  sub: z.string(),
  name: z.string(),
  hasCode: z.boolean(),
  hasBadge: z.boolean(),
  expiresAt: z.string(),
});
export const linkCard = z.object({
  id: z.string(),
  issuedAt: z.string(),
  issuedBy: z.string(),
  expiresAt: z.string(),
});
