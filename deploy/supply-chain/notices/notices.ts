/** An installed package, and what its folder holds of licences and notices: text by file name. */
export type InstalledPackage = {
  name: string;
  version: string;
  /** SPDX expression, as its package.json declares it; empty when it does not. */
  license: string;
  author: string;
  source: string;
  texts: Readonly<Record<string, string>>;
};

const head = `Cupcakery contains the packages below, each under the licence that follows its name.
Cupcakery itself is under the Apache License 2.0.`;

const rule = '-'.repeat(80);

/**
 * The notices that go with an image, in the order of names; two copies of one package at one version stand once.
 * @param standardTexts the wording of a licence by its SPDX id, for packages that declare it and have no file with it
 * @throws Error that names the packages whose licence has no text at all
 */
export function noticesOf(
  packages: readonly InstalledPackage[],
  standardTexts: Readonly<Record<string, string>>,
): string {
  const byTitle = new Map(packages.map((one) => [`${one.name} ${one.version}`, one]));
  const without = [...byTitle].filter(
    ([, { license, texts }]) => !hasLicence(texts) && !standardTexts[license],
  );
  if (without.length > 0) {
    const names = without.map(([title, { license }]) => `${title} (${license || 'declares none'})`);
    throw new Error(
      `No licence text for ${names.join(', ')}: put that of the licence into deploy/supply-chain/notices/texts, or leave the package out.`,
    );
  }
  const sections = [...byTitle]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, one]) => [rule, `${title} (${one.license})`, '', textOf(one, standardTexts)].join('\n'));
  return `${[head, ...sections].join('\n\n')}\n`;
}

const licenceFile = /^(licen[cs]e|copying)/i;

/** Whether a file of a package is a licence or a notice. */
export function isNoticeFile(name: string): boolean {
  return licenceFile.test(name) || /^(notice|third-party-notices)/i.test(name);
}

function hasLicence(texts: InstalledPackage['texts']): boolean {
  return Object.keys(texts).some((name) => licenceFile.test(name));
}

function textOf(
  { license, author, source, texts }: InstalledPackage,
  standard: Record<string, string>,
): string {
  const own = Object.entries(texts).map(([, text]) => text.trim());
  if (hasLicence(texts)) return own.join('\n\n');
  const from = [author && `by ${author}`, source && `from ${source}`].filter(Boolean).join(', ');
  return [
    `The package has no licence file; it is ${from || 'by unnamed authors'}.`,
    ...own,
    standard[license]?.trim(),
  ].join('\n\n');
}
