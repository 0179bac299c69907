/**
 * A number in the notation of Kubernetes quantities: whole numbers as they are, others in thousandths, rounded up so
 * that a small value never becomes 0. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
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
 * The value of a quantity in thousandths, rounded up as an autoscaler does; undefined for other text. The Kubernetes
 * client's own parser rejects fractions such as `1.5k` and reads an empty text as 0.
 */
export function thousandthsOf(quantity: string): number | undefined {
  const [, digits, exponent = '', suffix = ''] = format.exec(quantity) ?? [];
  const scale = suffix === '' ? 1 : scales[suffix];
  if (digits === undefined || scale === undefined) return undefined;
  // Fifteen digits are exact; without the rounding 0.07 would be 71 thousandths.
  return Math.ceil(Number((Number(digits + exponent) * scale * 1000).toPrecision(15)));
}
