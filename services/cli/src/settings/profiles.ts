import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';

const tokensSchema = z.object({
  accessToken: z.string(),
  /** ms since the epoch */
  expiresAt: z.number(),
  refreshToken: z.exactOptional(z.string()),
});
/** What a sign-in has given. */
export type Tokens = z.infer<typeof tokensSchema>;

const profileSchema = z.object({
  url: z.exactOptional(z.string()),
  workflow: z.exactOptional(z.string()),
  tokens: z.exactOptional(tokensSchema),
});
/** One installation, and who is signed in there. */
export type Profile = z.infer<typeof profileSchema>;

const fileSchema = z.object({
  /** The profile that counts where none is named. */
  current: z.string(),
  profiles: z.record(z.string(), profileSchema),
});
export type ProfileFile = z.infer<typeof fileSchema>;

export const defaultProfile = 'default';
const empty: ProfileFile = { current: defaultProfile, profiles: {} };

/** The profiles in `profiles.json` of a folder. Tokens are in it, so only its owner may read it. */
export class Profiles {
  readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, 'profiles.json');
  }

  /** @throws CliError for a file that is none of ours */
  async read(): Promise<ProfileFile> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw new CliError(
        'usage',
        `${this.path} cannot be read: ${error instanceof Error ? error.message : error}`,
      );
    });
    if (text === undefined) return empty;
    const parsed = fileSchema.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new CliError(
      'usage',
      `${this.path} is damaged: ${issue?.path.join('.') || 'file'}: ${issue?.message}`,
      {
        hint: 'correct or delete it; then sign in again with cupcakery login',
      },
    );
  }

  /** Changes one profile; another process sees the old file or the new one, never a part. */
  async change(name: string, change: (profile: Profile) => Profile): Promise<void> {
    const file = await this.read();
    const profile = change(file.profiles[name] ?? {});
    await this.write({ ...file, profiles: { ...file.profiles, [name]: profile } });
  }

  async write(file: ProfileFile): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const next = `${this.path}.${Math.random().toString(36).slice(2)}`;
    await writeFile(next, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
    await chmod(next, 0o600);
    await rename(next, this.path);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
