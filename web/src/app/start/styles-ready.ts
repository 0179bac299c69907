/**
 * Turns on the style sheets that index.html has loaded without waiting for them, and resolves when they are there; nothing
 * is rendered unstyled. One that cannot be loaded is reported and not waited for.
 */
export const stylesReady = async (): Promise<void> => {
  const sheets = document.head.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"][media="print"]');
  await Promise.all([...sheets].map(turnedOn));
};

const turnedOn = (link: HTMLLinkElement): Promise<void> =>
  new Promise((resolve) => {
    const failed = () => {
      console.error(`cannot load ${link.href}`);
      resolve();
    };
    link.addEventListener('load', () => resolve(), { once: true });
    link.addEventListener('error', failed, { once: true });
    link.media = 'all';
    if (link.sheet) resolve();
  });
