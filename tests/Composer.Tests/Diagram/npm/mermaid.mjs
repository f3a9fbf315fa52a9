// SPDX-License-Identifier: MIT
// Reads {name: diagram} from standard input; prints {name: what mermaid says against it}, only those with an error.
import { JSDOM } from 'jsdom';
import { text } from 'node:stream/consumers';

const { window } = new JSDOM('<!DOCTYPE html><body></body>', { pretendToBeVisual: true });
Object.assign(globalThis, { window, document: window.document, Element: window.Element });
const { default: mermaid } = await import('mermaid');
mermaid.initialize({ startOnLoad: false });

const errors = {};
for (const [name, diagram] of Object.entries(JSON.parse(await text(process.stdin)))) {
  try {
    const { diagramType } = await mermaid.parse(diagram);
    if (!diagramType.startsWith('flowchart')) { errors[name] = `it is a ${diagramType}`; }
  } catch (error) {
    errors[name] = String(error.message ?? error);
  }
}
console.log(JSON.stringify(errors));
