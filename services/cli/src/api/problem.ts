import { z } from 'zod';
import { CliError } from '../cli-error.ts';

/** RFC 9457 with our code, or the old shop's `{id, message}`. */
const problemSchema = z.object({
  code: z.string().optional(),
  title: z.string().optional(),
  detail: z.string().optional(),
  message: z.string().optional(),
  errors: z
    .array(z.object({ pointer: z.string().optional(), field: z.string().optional(), detail: z.string() }))
    .optional(),
});

const unavailable = new Set([502, 503, 504]);

/** The error that an answer of the server stands for. */
export function errorOf(status: number, body: unknown, url: string): CliError {
  const problem = problemSchema.safeParse(body).data ?? {};
  const { code, errors = [] } = problem;
  // Where fields are named, the detail only says that they are.
  const said = (errors.length > 0 ? problem.title : problem.detail) ?? problem.message ?? problem.title;
  if (unavailable.has(status))
    return new CliError('unreachable', `${url} cannot do it now: ${said ?? `status ${status}`}`, {
      code,
      hint: 'try again in a moment; cupcakery doctor says what is wrong',
    });
  const fields = errors.map(({ detail, ...where }) => `\n  ${nameOf(where)}${detail}`).join('');
  return new CliError('refused', `${said ?? `${url} answers ${status}`}${fields}`, {
    code,
    hint: hintOf(status),
  });
}

/** `/details/size` is `size` for who has typed it. */
function nameOf({ field, pointer }: { field?: string | undefined; pointer?: string | undefined }): string {
  const name = field ?? pointer?.slice(1).replace(/^details\//, '') ?? '';
  return name === '' ? '' : `${name}: `;
}

function hintOf(status: number): string | undefined {
  if (status === 401) return 'sign in: cupcakery login';
  if (status === 403) return 'cupcakery whoami says which roles you have';
  if (status === 429) return 'wait a moment, then repeat';
  return undefined;
}
