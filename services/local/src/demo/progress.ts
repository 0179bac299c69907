/** What a demo has seen so far; `open` are placed and neither shipped nor failed. */
export type Counts = { placed: number; shipped: number; failed: number; refused: number };

export function describeCounts({ placed, shipped, failed, refused }: Counts): string {
  const open = placed - shipped - failed;
  const notPlaced = refused > 0 ? `  not placed ${refused}` : '';
  return `placed ${placed}  shipped ${shipped}  failed ${failed}  in the kitchen ${open}${notPlaced}`;
}

/** Shows one line that changes on a terminal, or a new line every few seconds elsewhere; returns a function that ends it. */
export function showProgress(output: NodeJS.WriteStream, text: () => string): () => void {
  const live = output.isTTY === true;
  const show = (): void => {
    output.write(live ? `\r\x1b[K${text()}` : `${text()}\n`);
  };
  const timer = setInterval(show, live ? 250 : 3000);
  return () => {
    clearInterval(timer);
    if (live) output.write('\r\x1b[K');
  };
}
