import { type Boards, createBoards } from './boards.ts';
import { type Cooks, createCooks } from './cooks.ts';
import type { StaffContext } from './issue.ts';
import { createLinks, type Links } from './links.ts';

/** Who works at wall screens, these screens, and links to orders. */
export type Staff = { boards: Boards; cooks: Cooks; links: Links };

export function createStaff(context: StaffContext): Staff {
  return { boards: createBoards(context), cooks: createCooks(context), links: createLinks(context) };
}
