// SPDX-License-Identifier: MIT
// One Chromium for all tests of a run: each line of standard input is a visit, each line of standard output what was seen.
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { problemsOfLooks } from './seen.js';

const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
console.log('ready');
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = await visit(JSON.parse(line));
  } catch (error) {
    answer = { error: String(error.stack) };
  }
  console.log(JSON.stringify(answer));
}
await browser.close();

async function visit({ url, scripts, headers, steps, pictures }) {
  // With scripts, what the page itself lets through is to be seen, not what its policy stops afterwards.
  const context = await browser.newContext({ javaScriptEnabled: scripts, bypassCSP: scripts, extraHTTPHeaders: headers });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const problems = [];
    watch(page, new URL(url).origin, problems);
    let response = await page.goto(url);
    page.on('response', last => { if (last.request().isNavigationRequest()) response = last; });
    for (const [action, where, ...value] of steps) {
      await (action === 'goto' ? page.goto(new URL(where, page.url()).href) : page.locator(where)[action](...value));
    }
    return {
      url: page.url(),
      status: response.status(),
      title: await page.title(),
      text: await page.locator('body').innerText(),
      links: await page.locator('a').evaluateAll(all => all.map(a => ({ text: a.innerText, url: a.href }))),
      problems: [...new Set([...problems, ...await looks(page, pictures)])],
    };
  } finally {
    await context.close();
  }
}

async function looks(page, pictures) {
  const problems = [];
  for (const width of [360, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      if (pictures) await page.screenshot({ path: `${pictures}-${width}-${colorScheme}.png`, fullPage: true });
      problems.push(...(await page.evaluate(problemsOfLooks)).map(problem => `${width} px, ${colorScheme}: ${problem}`));
    }
  }
  return problems;
}

function watch(page, origin, problems) {
  page.on('console', message => {
    // Chromium says so of every answer of 4xx and 5xx, the page itself included.
    if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', error => problems.push(`error: ${error.message}`));
  page.on('dialog', dialog => { problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('request', request => {
    // A browser asks for /favicon.ico by itself.
    const isOwn = request.url().startsWith(origin + '/') || request.url().startsWith('data:');
    if (!isOwn || (!request.isNavigationRequest() && !request.url().endsWith('/favicon.ico'))) problems.push(`request: ${request.url()}`);
  });
}
