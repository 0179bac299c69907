import satisfies from 'spdx-satisfies';
import type { Lockfile } from './lockfile.ts';
import { nameOfPath } from './lockfile.ts';

/** Licences that a shipped package may have, by SPDX id, and why: all let an Apache-2.0 project ship it in any form. */
export const allowedLicences: Readonly<Record<string, string>> = {
  MIT: 'asks for its notice only, which the images and the web app carry',
  ISC: 'as MIT, shorter',
  '0BSD': 'asks for nothing',
  'BSD-3-Clause': 'as MIT; the authors may not be named in advertising',
  'Apache-2.0': 'our own: notice and licence text, a grant of patents',
  Unlicense: 'public domain',
  'PSF-2.0': 'as BSD; argparse carries it as a port of a module of Python',
};

/** A package and its licence: an SPDX expression, or undefined when it declares none. */
export type Licensed = { name: string; version: string; license: string | undefined };

/** The packages of the lockfile that are not for development alone, without the project's own workspaces. */
export function shippedPackages({ packages }: Lockfile): Licensed[] {
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
    .map(([path, { name, version = '', license }]) => ({ name: name ?? nameOfPath(path), version, license }));
}

/** One line for each package that may not be shipped as it is; empty when all may. */
export function licenceProblems(
  packages: readonly Licensed[],
  allowed: readonly string[] = Object.keys(allowedLicences),
): string[] {
  return packages.flatMap(({ name, version, license }) => {
    const found = `${name} ${version}`;
    if (license === undefined) return [`${found} declares no licence: ${remedy}`];
    const fits = fitsOneOf(license, allowed);
    if (fits === undefined)
      return [`${found} has the licence "${license}", which is no SPDX expression: ${remedy}`];
    return fits ? [] : [`${found} has the licence ${license}, which is not allowed: ${remedy}`];
  });
}

const remedy =
  'use another package, or read its licence and, if it may be shipped, add it with the reason to allowedLicences in deploy/supply-chain/licences.ts';

/** Undefined when the licence cannot be read. */
function fitsOneOf(license: string, allowed: readonly string[]): boolean | undefined {
  try {
    return satisfies(license, allowed);
  } catch {
    return undefined;
  }
}
