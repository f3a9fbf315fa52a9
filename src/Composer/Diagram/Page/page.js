// SPDX-License-Identifier: MIT
'use strict';
(() => {
  const svg = document.querySelector('#stage svg');
  const stage = document.getElementById('stage');
  const panel = document.getElementById('panel');
  const search = document.getElementById('search');
  const found = document.getElementById('found');
  const nodes = new Map(JSON.parse(document.getElementById('nodes').textContent).map(node => [node.id, node]));
  const shapes = new Map([...svg.querySelectorAll('.node')].map(shape => [shape.id, shape]));
  const edges = [...svg.querySelectorAll('.edge')];
  const [, , fullWidth, fullHeight] = svg.getAttribute('viewBox').split(' ').map(Number);
  const whole = { x: 0, y: 0, width: fullWidth, height: fullHeight };
  const bar = document.getElementById('bar');
  let view = { ...whole };
  let chosen = null;

  // The view: a rectangle of the drawing that fills the stage.

  function show(next) {
    view = next;
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`);
  }

  /** The rectangle with the proportions of the stage around a point; scale is pixels of the screen per unit. */
  function around(x, y, scale) {
    const width = (stage.clientWidth || whole.width) / scale;
    const height = (stage.clientHeight || whole.height) / scale;
    return { x: x - width / 2, y: y - height / 2, width, height };
  }

  const scaleNow = () => (stage.clientWidth || whole.width) / view.width;

  function fit() {
    const scale = Math.min((stage.clientWidth || whole.width) / whole.width, (stage.clientHeight || whole.height) / whole.height, 1.25);
    show(around(whole.width / 2, whole.height / 2, scale));
  }

  /** Small drawings are shown whole; of large ones the place where requests come from, large enough to read. */
  function open() {
    fit();
    if (scaleNow() < 0.6) {
      const first = shapes.values().next().value.getBBox();
      const next = around(first.x + first.width / 2, first.y + first.height / 2, 0.8);
      const within = (at, length, all) => length >= all ? (all - length) / 2 : Math.max(0, Math.min(at, all - length));
      show({ ...next, x: within(next.x, next.width, whole.width), y: within(next.y, next.height, whole.height) });
    }
  }

  /** Zooms and keeps one point of the screen in its place. */
  function zoom(by, clientX, clientY) {
    const box = stage.getBoundingClientRect();
    const left = clientX === undefined ? 0.5 : (clientX - box.left) / box.width;
    const top = clientY === undefined ? 0.5 : (clientY - box.top) / box.height;
    const scale = Math.min(4, Math.max(0.05, scaleNow() * by));
    const next = around(0, 0, scale);
    show({ ...next, x: view.x + left * (view.width - next.width), y: view.y + top * (view.height - next.height) });
  }

  /** What the panel covers: the right side of the stage, on a narrow one its lower part. */
  function covered() {
    if (panel.hidden) { return { x: 0, y: 0 }; }
    const isNarrow = panel.offsetWidth > stage.clientWidth * 0.6;
    return { x: isNarrow ? 0 : (panel.offsetWidth + 20) / scaleNow(), y: isNarrow ? (panel.offsetHeight + 20) / scaleNow() : 0 };
  }

  function reveal(shape) {
    const box = shape.getBBox();
    const margin = 30 / scaleNow();
    const now = covered();
    const isVisible = box.x > view.x + margin && box.x + box.width < view.x + view.width - margin - now.x
      && box.y > view.y + margin && box.y + box.height < view.y + view.height - margin - now.y;
    if (!isVisible) {
      show(around(box.x + box.width / 2, box.y + box.height / 2, Math.max(scaleNow(), 0.7)));
      const then = covered();
      show({ ...view, x: view.x + then.x / 2, y: view.y + then.y / 2 });
    }
  }

  // The panel: everything about one node.

  function element(name, text, kind) {
    const made = document.createElement(name);
    if (text !== undefined) { made.textContent = text; }
    if (kind) { made.className = kind; }
    return made;
  }

  /** The title of the frame around a node, or nothing. */
  const frame = node => svg.querySelector(`#${node.cluster || 'none'} > title`)?.textContent.split('\n')[0];

  function link(id, name) {
    const button = element('button', name);
    button.type = 'button';
    button.addEventListener('click', () => { choose(id); shapes.get(id).focus(); });
    return button;
  }

  function links(title, ids, name = node => node.name) {
    if (ids.length === 0) { return; }
    const row = element('div', undefined, 'links');
    row.append(...ids.map(id => link(id, name(nodes.get(id)))));
    panel.append(element('h3', title), row);
  }

  function settings(node) {
    if (!node.settings) { return; }
    const table = element('table');
    for (const setting of node.settings) {
      const row = table.insertRow();
      const key = element('th', setting.key);
      key.scope = 'row';
      const value = element('td', setting.value);
      if (setting.source) { value.append(element('span', setting.source, 'at')); }
      row.append(key, value);
    }
    panel.append(element('h3', 'Settings'), table);
  }

  function describe(node) {
    const close = element('button', '×', 'close');
    close.type = 'button';
    close.setAttribute('aria-label', 'Close');
    close.addEventListener('click', unchoose);
    panel.replaceChildren(close, element('h2', node.name), element('p', [node.role, node.language, node.section && `[${node.section}]`].filter(Boolean).join(' · ')));
    for (const [title, text] of [['Listens on', node.address], ['Made by', node.factory], ['What is wrong', node.error], ['Source', node.source]]) {
      if (text) { panel.append(element('h3', title), element('code', text)); }
    }
    settings(node);
    links('Requests come from', edges.filter(edge => edge.dataset.to === node.id).map(edge => edge.dataset.from));
    links('Requests go to', edges.filter(edge => edge.dataset.from === node.id).map(edge => edge.dataset.to));
    links('The same section', same(node).map(other => other.id), other => frame(other) || other.id);
    panel.hidden = false;
    panel.scrollTop = 0;
  }

  function same(node) {
    const first = node.same_as || node.id;
    return [...nodes.values()].filter(other => other !== node && (other.id === first || other.same_as === first));
  }

  function choose(id) {
    const node = nodes.get(id);
    if (!node) { return; }
    mark(false);
    chosen = node;
    describe(node);
    mark(true);
    reveal(shapes.get(id));
    history.replaceState(null, '', `#${id}`);
  }

  function unchoose() {
    if (!chosen) { return; }
    mark(false);
    shapes.get(chosen.id).focus({ preventScroll: true });
    chosen = null;
    panel.hidden = true;
    history.replaceState(null, '', location.pathname + location.search);
  }

  function mark(on) {
    if (!chosen) { return; }
    shapes.get(chosen.id).classList.toggle('chosen', on);
    shapes.get(chosen.id).setAttribute('aria-pressed', String(on));
    same(chosen).forEach(other => shapes.get(other.id).classList.toggle('same', on));
    edges.forEach(edge => edge.classList.toggle('near', on && (edge.dataset.from === chosen.id || edge.dataset.to === chosen.id)));
  }

  // The search: everything that is known of a node is looked through.

  function hits() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    return words.length === 0 ? [] : [...nodes.values()].filter(node => {
      const text = JSON.stringify(Object.values(node)).toLowerCase();
      return words.every(word => text.includes(word));
    });
  }

  function look() {
    const matching = new Set(hits().map(node => node.id));
    svg.classList.toggle('searching', search.value.trim() !== '');
    shapes.forEach((shape, id) => shape.classList.toggle('hit', matching.has(id)));
    found.textContent = search.value.trim() === '' ? '' : `${matching.size} of ${nodes.size}`;
  }

  function next(backwards) {
    const list = hits();
    if (list.length === 0) { return; }
    const at = list.indexOf(chosen);
    choose(list[(at + (backwards ? list.length - 1 + (at < 0) : 1)) % list.length].id);
  }

  // The keyboard: arrows walk to the nearest node in their direction.

  const directions = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

  function walk(shape, [dx, dy]) {
    const middle = box => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
    const from = middle(shape.getBBox());
    let best = null;
    let least = Infinity;
    shapes.forEach(other => {
      const to = middle(other.getBBox());
      const ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
      const cost = ahead + 3 * aside;
      if (other !== shape && ahead > 1 && cost < least) { best = other; least = cost; }
    });
    if (best) { best.focus({ preventScroll: true }); reveal(best); }
  }

  function pressed(event) {
    const target = event.target instanceof Element ? event.target : document.body;
    const isTyping = target === search;
    const shape = target.closest('.node');
    if (event.key === 'Escape') {
      if (isTyping || search.value) { search.value = ''; look(); }
      unchoose();
      if (isTyping) { search.blur(); }
    } else if (isTyping) {
      if (event.key === 'Enter') { next(event.shiftKey); }
      return;
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (event.key === '/') {
      search.focus();
    } else if (event.key === '+' || event.key === '=') {
      zoom(1.25);
    } else if (event.key === '-') {
      zoom(0.8);
    } else if (event.key === '0') {
      fit();
    } else if (shape && (event.key === 'Enter' || event.key === ' ')) {
      choose(shape.id);
    } else if (shape && directions[event.key]) {
      walk(shape, directions[event.key]);
    } else {
      return;
    }
    event.preventDefault();
  }

  // The pointer: one drags, two zoom, a click that did not move chooses.

  const pointers = new Map();
  let moved = false;

  function drag(event) {
    const before = pointers.get(event.pointerId);
    if (!before) { return; }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, event);
    if (other) {
      const distance = point => Math.hypot(point.clientX - other.clientX, point.clientY - other.clientY) || 1;
      zoom(distance(event) / distance(before), other.clientX, other.clientY);
      moved = true;
      return;
    }
    const [x, y] = [event.clientX - before.clientX, event.clientY - before.clientY];
    moved = moved || Math.hypot(x, y) > 3;
    show({ ...view, x: view.x - x / scaleNow(), y: view.y - y / scaleNow() });
  }

  function clicked(event) {
    const shape = event.target.closest('.node');
    if (moved) { return; }
    if (shape) { choose(shape.id); } else { unchoose(); }
  }

  shapes.forEach((shape, id) => {
    const node = nodes.get(id);
    shape.setAttribute('tabindex', '0');
    shape.setAttribute('role', 'button');
    shape.setAttribute('aria-label', [node.role, node.name, node.language].filter(Boolean).join(', '));
  });
  svg.setAttribute('role', 'group');
  stage.addEventListener('wheel', event => { event.preventDefault(); zoom(Math.exp(-event.deltaY / 500), event.clientX, event.clientY); }, { passive: false });
  stage.addEventListener('pointerdown', event => { pointers.set(event.pointerId, event); if (pointers.size === 1) { moved = false; } });
  addEventListener('pointermove', drag);
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(end, event => pointers.delete(event.pointerId));
  }
  stage.addEventListener('click', clicked);
  addEventListener('keydown', pressed);
  addEventListener('resize', () => show(around(view.x + view.width / 2, view.y + view.height / 2, scaleNow())));
  search.addEventListener('input', look);
  document.getElementById('in').addEventListener('click', () => zoom(1.25));
  document.getElementById('out').addEventListener('click', () => zoom(0.8));
  document.getElementById('fit').addEventListener('click', fit);

  bar.hidden = false;
  document.documentElement.classList.add('live');
  open();
  choose(location.hash.slice(1));
})();
