import { createHash } from 'node:crypto';
import type { openApiDocument } from './document.ts';
import type { JsonSchema, OperationDoc } from './route.ts';

const style = `
:root { color-scheme: light dark; --line: light-dark(#d8d5d0, #45423e); --soft: light-dark(#f6f3ee, #262320);
  --text: light-dark(#2a2622, #ece7e0); --get: light-dark(#1d5fa8, #7fb6f0); --post: light-dark(#1c6e3d, #74cf98); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text);
  background: light-dark(#fffdfa, #1b1917); }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
code, pre { font: .875rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--soft); border-radius: .4rem; padding: .75rem; overflow: auto; margin: .25rem 0; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: 0 .75rem; }
summary { cursor: pointer; padding: .6rem 0; min-height: 2.75rem; }
summary small { display: block; } dl { margin: 0; } dt { font-weight: 600; margin-top: .4rem; } dd { margin: 0; }
.get { color: var(--get); } .post, .put, .delete { color: var(--post); } .method { font-weight: 700; text-transform: uppercase; }
a { color: inherit; } :focus-visible { outline: 2px solid var(--get); outline-offset: 2px; }
`;

/** The page loads nothing but this style sheet: no script, font or image, from here or elsewhere. */
export const docsPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

type Document = ReturnType<typeof openApiDocument>;

/** The OpenAPI document as a page, light or dark like the reader's system. */
export function docsPage(document: Document, operations: readonly OperationDoc[]): string {
  const { info, tags, components } = document;
  const sections = tags.map(({ name, description }) => {
    const own = operations.filter(({ tag }) => tag === name);
    return own.length === 0 ? '' : `<h2>${escapeHtml(description)}</h2>${own.map(operation).join('')}`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)}</title><style>${style}</style></head><body>
<main><h1>${escapeHtml(info.title)}</h1><p>${marked(info.description)}</p>
<p>For programs: <a href="/openapi.json">/openapi.json</a> (OpenAPI ${document.openapi}).</p>
${sections.join('\n')}
<h2>Schemas</h2>${Object.entries(components.schemas).map(schemaBlock).join('')}
</main></body></html>`;
}

function operation(doc: OperationDoc): string {
  const parameters = (doc.parameters ?? []).map(
    (p) => `<dt><code>${escapeHtml(p.name)}</code> in ${p.in}</dt><dd>${marked(p.description)}</dd>`,
  );
  const key = doc.method !== 'get' ? '<dt><code>Idempotency-Key</code> in header</dt><dd>Optional</dd>' : '';
  const answers = Object.entries(doc.answers).map(
    ([status, a]) => `<dt>${status}</dt><dd>${marked(a.description)}${json(a.example)}</dd>`,
  );
  return `<details><summary><span class="method ${doc.method}">${doc.method}</span> <code>${escapeHtml(doc.path)}</code>
<small>${escapeHtml(doc.summary)}</small></summary>
${doc.description ? `<p>${marked(doc.description)}</p>` : ''}
${parameters.length + key.length > 0 ? `<h3>Parameters</h3><dl>${parameters.join('')}${key}</dl>` : ''}
${doc.body ? `<h3>Body</h3>${json(doc.body.example)}` : ''}
<h3>Answers</h3><dl>${answers.join('')}</dl></details>\n`;
}

function schemaBlock([name, schema]: [string, JsonSchema]): string {
  return `<details><summary><code>${escapeHtml(name)}</code></summary>${json(schema)}</details>\n`;
}

function json(value: unknown): string {
  if (value === undefined) return '';
  // Focusable, because a keyboard must be able to scroll it.
  return `<pre tabindex="0"><code>${escapeHtml(JSON.stringify(value, null, 2))}</code></pre>`;
}

/** Text with \`code\` in it. */
function marked(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}
