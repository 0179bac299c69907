import { z } from 'zod';
import type { PageQuery } from '../../views/page.ts';

/** The query parameters of a page of orders. */
export const pageQuery = z.strictObject({
  status: z.enum(['open', 'incident', 'finished', 'cancelled', 'scrapped']).optional(),
  stage: z.string().min(1).max(64).optional(),
  first: z.coerce.number().int().min(1).max(200).default(50),
  after: z.string().max(600).optional(),
}) satisfies z.ZodType<PageQuery>;
