// SPDX-License-Identifier: MIT
// Reads a page of compose diagram from standard input, uses it as a reader does, and prints what was seen.
import { JSDOM, VirtualConsole } from 'jsdom';
import { text } from 'node:stream/consumers';

const errors = [];
const console_ = new VirtualConsole();
console_.on('jsdomError', error => errors.push(String(error)));
console_.on('error', (...words) => errors.push(words.join(' ')));

const html = await text(process.stdin);
const still = new JSDOM(html).window.document;
const { window } = new JSDOM(html, {
  url: 'http://localhost/site.html',
  runScripts: 'dangerously',
  pretendToBeVisual: true,
  virtualConsole: console_,
  beforeParse(page) {
    // jsdom lays nothing out.
    page.Element.prototype.getBBox = function () {
      const box = this.querySelector('rect.box');
      const value = name => Number(box?.getAttribute(name) ?? 0);
      return { x: value('x'), y: value('y'), width: value('width'), height: value('height') };
    };
    page.Element.prototype.focus ??= function () { };
    page.SVGElement.prototype.focus ??= function () { };
  },
});
const { document } = window;
const at = id => document.getElementById(id);
const key = (target, name) => target.dispatchEvent(new window.KeyboardEvent('keydown', { key: name, bubbles: true }));
const state = () => ({ hidden: at('panel').hidden, text: at('panel').textContent, hash: window.location.hash });
const seen = { withoutScript: { bar: still.getElementById('bar').hidden, nodes: still.querySelectorAll('svg .node').length } };

const named = name => [...document.querySelectorAll('.node')].find(node => node.querySelector('text.name')?.textContent === name);
const node = named(process.argv[2]);
seen.focusable = [...document.querySelectorAll('.node')].every(shape => shape.getAttribute('tabindex') === '0' && shape.getAttribute('aria-label'));
node.dispatchEvent(new window.MouseEvent('click', { bubbles: true }));
seen.clicked = state();
key(document.body, 'Escape');
seen.closed = state();
key(node, 'Enter');
seen.entered = state();

const search = at('search');
search.value = process.argv[2];
search.dispatchEvent(new window.Event('input', { bubbles: true }));
seen.search = { found: at('found').textContent, hits: document.querySelectorAll('.node.hit').length };

const before = document.querySelector('svg').getAttribute('viewBox');
at('in').click();
seen.zoomed = document.querySelector('svg').getAttribute('viewBox') !== before;
seen.errors = errors;
console.log(JSON.stringify(seen));
