import { type Client, Provider } from '@urql/preact';
import type { FC, ReactNode } from 'react';

/** Gives a page its GraphQL client. The cast: Preact's and React's types of the same nodes have other names. */
export const ClientProvider = Provider as unknown as FC<{ value: Client; children: ReactNode }>;
