import { z } from 'zod';

/** The checker's own schemas of what the system writes: only the fields that it checks, and none of the system's code. */
const eventTypes = [
  'OrderPlaced',
  'StageStarted',
  'StageClaimed',
  'StageReleased',
  'StageCompleted',
  'OrderFinished',
  'StageRecalled',
  'IncidentOpened',
  'StageRequeued',
  'OrderCancelled',
  'OrderMarked',
  'OrderRedriven',
  'OrderScrapped',
] as const;

export const eventSchema = z.object({
  type: z.enum(eventTypes),
  orderId: z.string(),
  version: z.int().min(1),
  at: z.string(),
  stage: z.string().optional(),
  next: z.string().optional(),
  route: z.array(z.string()).min(1).optional(),
  keyHash: z.string().optional(),
});
export type OrderEvent = z.infer<typeof eventSchema>;

export const orderSchema = z.object({
  id: z.string(),
  version: z.int().min(1),
  visit: z.int().min(1),
  route: z.array(z.string()).min(1),
  status: z.enum(['open', 'incident', 'finished', 'cancelled', 'scrapped']),
  stage: z.string(),
  stageStatus: z.enum(['waiting', 'started', 'claimed', 'done']),
  stages: z.array(z.object({ name: z.string(), completedAt: z.string().optional() })),
});
export type Order = z.infer<typeof orderSchema>;

/** The position of a record, and when it was written (ms since the epoch). */
export type RecordPosition = { topic: string; partition: number; offset: number; timestamp: number };

/** `topic/partition@offset`, as reports name a record. */
export function formatPosition({ topic, partition, offset }: RecordPosition): string {
  return `${topic}/${partition}@${offset}`;
}

/** A record with its parsed value. */
export type Read<T> = RecordPosition & { key: string; value: T };
