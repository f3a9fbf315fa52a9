// SPDX-License-Identifier: MIT
// What a page looks like to somebody who reads it. Runs inside of the page.

/** Texts that are hard to read (WCAG 2.1, 1.4.3), and what is wider than the window. */
export function problemsOfLooks() {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

  // Any colour of CSS as the browser itself draws it: red, green, blue, and how much of it covers what is below.
  function rgba(color) {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  }

  function over(top, below) {
    return [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  }

  function luminance(color) {
    const [red, green, blue] = color.slice(0, 3).map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }

  // Null below a picture or a gradient, whose colour is not one.
  function background(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage !== 'none') return null;
      layers.unshift(rgba(style.backgroundColor));
    }
    return layers.reduce((below, layer) => over(layer, below), rgba(getComputedStyle(paper).backgroundColor));
  }

  function isLarge(style) {
    const size = parseFloat(style.fontSize);
    return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  }

  // What is below everything: dark only where the page, or a text that the browser shows as a page, says that it may be.
  const paper = document.body.appendChild(document.createElement('div'));
  paper.style.background = 'canvas';

  document.querySelectorAll('details').forEach(details => { details.open = true; });
  const problems = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const widest = [...document.body.querySelectorAll('*')].sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right)[0];
    problems.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth}, ${widest?.outerHTML.slice(0, 80)}`);
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const words = texts.currentNode.data.trim();
    if (!words || !element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const below = background(element);
    if (!below) continue;
    const ratio = contrast(over(rgba(style.color), below), below);
    if (ratio < (isLarge(style) ? 3 : 4.5)) problems.push(`hard to read (${ratio.toFixed(2)}): ${words.slice(0, 40)}`);
  }
  paper.remove();
  return problems;
}
