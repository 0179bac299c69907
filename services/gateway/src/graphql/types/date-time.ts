import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

/** A time as orders carry it (UTC, milliseconds), so that texts compare as times do. */
function parse(value: unknown): string {
  const time = typeof value === 'string' && shape.test(value) ? Date.parse(value) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new GraphQLError('A DateTime is RFC 3339, such as 2026-11-21T18:04:05.678Z.');
}

/** The scalar `DateTime`: times of orders are sent as they are, times of clients are checked. */
export const dateTime = new GraphQLScalarType({
  name: 'DateTime',
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});
