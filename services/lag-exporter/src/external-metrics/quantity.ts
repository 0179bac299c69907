/**
 * A number as Kubernetes writes quantities: whole ones as they are, others in thousandths, rounded up, so that a
 * little is never nothing. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantityOf(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no quantity`);
  return Number.isInteger(value) ? String(value) : `${Math.ceil(value * 1000)}m`;
}
