/**
 * A number as Kubernetes writes quantities: whole ones as they are, others in thousandths, rounded up, so that a
 * little is never nothing. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantityOf(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no quantity`);
  return Number.isInteger(value) ? String(value) : `${Math.ceil(value * 1000)}m`;
}

const format = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:(e[+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/i;
const scales: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * The number that a quantity is, in thousandths, rounded up, as an autoscaler reckons; undefined for what is none.
 * The client's own reader refuses fractions such as `1.5k` and takes an empty text for 0.
 */
export function thousandthsOf(quantity: string): number | undefined {
  const [, digits, exponent = '', suffix = ''] = format.exec(quantity) ?? [];
  const scale = suffix === '' ? 1 : scales[suffix];
  if (digits === undefined || scale === undefined) return undefined;
  // Fifteen digits are exact; without the rounding 0.07 were 71 thousandths.
  return Math.ceil(Number((Number(digits + exponent) * scale * 1000).toPrecision(15)));
}
