// SPDX-License-Identifier: MIT
// Logs in and out with Chromium: login.js CHROMIUM ADDRESS FOREIGN-ADDRESS FOLDER. Prints what was seen as JSON; pictures go into the folder.
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [, , executablePath, site, elsewhere, folder] = process.argv;
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext({ baseURL: site });
const page = await context.newPage();
const problems = [];
page.on('console', message => message.type() === 'error' && problems.push(message.text()));
page.on('pageerror', error => problems.push(String(error)));
const seen = {};

const fill = async (name, password) => {
  await page.fill('#username', name);
  await page.fill('#password', password);
  await Promise.all([page.waitForNavigation(), page.click('button')]);
};
const box = async selector => page.locator(selector).boundingBox();
const path = () => page.url().slice(site.length);
const picture = name => page.screenshot({ path: join(folder, `${name}.png`) });

await page.goto('/orders?year=2026');
seen.asked = { path: path(), title: await page.title(), focused: await page.evaluate(() => document.activeElement.id) };
for (const [name, colorScheme, width] of [['light', 'light', 1000], ['dark', 'dark', 1000], ['narrow', 'light', 320]]) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 640 });
  await picture(name);
  seen[name] = {
    paper: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    overflows: await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
    button: await box('button'),
  };
}
await fill('joe', 'wrong');
seen.refused = { path: path(), alert: await page.textContent('[role=alert]'), user: await page.inputValue('#username'), password: await page.inputValue('#password'), focused: await page.evaluate(() => document.activeElement.id) };
problems.length = 0; // browsers report the 401
await fill('joe', 'secret');
seen.welcome = { path: path(), text: await page.textContent('body'), cookies: (await context.cookies()).map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite })) };

await page.goto('/logout');
seen.question = await page.textContent('main');
await Promise.all([page.waitForNavigation(), page.click('button')]);
seen.loggedOut = { path: path(), cookies: (await context.cookies()).map(({ name }) => name) };

seen.problems = [...problems];

// A page of another site that logs its visitor in as somebody else.
await page.route(`${elsewhere}/**`, route => route.fulfill({
  contentType: 'text/html',
  body: `<form method="post" action="${site}/login"><input name="username" value="joe"><input name="password" value="secret"><button>Win</button></form>`,
}));
await page.goto(`${elsewhere}/trap`);
await Promise.all([page.waitForNavigation(), page.click('button')]);
seen.trapped = { path: path(), alert: await page.textContent('[role=alert]'), cookies: (await context.cookies(site)).map(({ name }) => name) };

await browser.close();
console.log(JSON.stringify(seen));
