import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';

/** A piece of HTML; texts in it are escaped. */
export type Html = ReturnType<typeof html>;

const style = `
:root { color-scheme: light dark; --paper: light-dark(#fbf5ec, #17110e); --card: light-dark(#fffdf9, #271e19);
  --ink: light-dark(#2a1b13, #f5eadf); --soft: light-dark(#6a5547, #bfab9b); --line: light-dark(#e5d6c3, #3d3028);
  --accent: light-dark(#6b2456, #e8b0d6); --on-accent: light-dark(#fff7fb, #33102a);
  --accent-soft: light-dark(#f4e2ec, #3b2233); --bad: light-dark(#9c1f1c, #ffa498); }
@media (prefers-contrast: more) { :root { --paper: light-dark(#fff, #000); --card: light-dark(#fff, #000);
  --ink: light-dark(#000, #fff); --soft: light-dark(#2a1b13, #f5eadf); --line: light-dark(#5a483b, #bfab9b); } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 46rem; font: 1rem/1.45 ui-sans-serif, system-ui, sans-serif;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1, h2 { font-family: "Iowan Old Style", Palatino, Georgia, serif; line-height: 1.15; text-wrap: balance; }
h1 { font-size: 1.75rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
p { margin: .25rem 0 1rem; } .soft, small { color: var(--soft); } .bad { color: var(--bad); }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); }
button { font: inherit; color: inherit; cursor: pointer; min-height: 3rem; border: 1px solid var(--line);
  border-radius: .75rem; background: var(--card); padding: .6rem .9rem; }
button:hover { background: var(--accent-soft); border-color: var(--accent); }
button.person { width: 100%; height: 100%; text-align: left; } button.person b, button.person small { display: block; }
button.main { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; }
input { font: inherit; color: inherit; min-height: 3rem; width: 14rem; max-width: 100%; padding: 0 .9rem; border: 1px solid var(--soft);
  border-radius: .75rem; background: var(--card); letter-spacing: .1em; text-transform: uppercase; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; } .code { font-size: 2rem; letter-spacing: .1em; }
a { color: var(--accent); }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/**
 * The policy of all pages: one style sheet, known by its hash, and no script of theirs. `script-src` is empty, not left
 * out, because two pages of the library carry a form that sends itself, and it adds their script's hash there.
 * @param origins where forms may lead beside this one: back to the web app
 */
export const pagePolicy = (origins: readonly string[]): string =>
  [
    "default-src 'none'",
    'script-src',
    `style-src 'sha256-${styleHash}'`,
    `form-action ${["'self'", ...origins].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** A whole page. */
export const page = (title: string, content: Html): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Cupcakery</title>
<style>${raw(style)}</style>
</head>
<body><main>${content}</main></body>
</html>`;
