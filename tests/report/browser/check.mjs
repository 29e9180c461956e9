// Open each page that is named on the command line in headless Chromium, in light and dark, at
// 360 and 1280 pixels, and print what was observed as one JSON object, page by page.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const [browserFile, ...pages] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: browserFile,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

async function observe(file, colorScheme, width) {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  const messages = [];
  const requests = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  const address = pathToFileURL(file).href;
  await page.goto(address);
  const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
  const reached = width === 360 ? await walkByKeyboard(page) : null;
  await context.close();
  return {
    colorScheme, width, messages, scrollWidth, reached,
    requests: requests.filter((url) => url !== address),
    violations: await findViolations(file, colorScheme, width),
  };
}

// Press Tab until the focus comes back, and count how many focusable elements were never reached.
async function walkByKeyboard(page) {
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll("a[href], button, summary, [tabindex='0']")];
    // What a closed table holds is reached once it is opened.
    const open = all.filter((e) => e.matches("summary") || !e.closest("details:not([open])"));
    open.forEach((element, index) => element.setAttribute("data-stop", String(index)));
    return open.length;
  });
  const seen = new Set();
  const limit = Math.min(wanted + 5, 400);
  let hiddenFocus = 0;
  for (let i = 0; i < limit; i += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      const box = element.getBoundingClientRect();
      return [element.getAttribute("data-stop"), box.width > 0 && box.height > 0];
    });
    if (stop[0] === null) break;
    if (!stop[1]) hiddenFocus += 1;
    seen.add(stop[0]);
  }
  return { wanted, seen: seen.size, limit, hiddenFocus };
}

// axe-core is added to a copy of the page without its policy, which forbids every script.
async function findViolations(file, colorScheme, width) {
  const context = await browser.newContext({
    colorScheme, viewport: { width, height: 900 }, bypassCSP: true,
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(axe);
  const result = await page.evaluate(
    (values) => window.axe.run(document, { runOnly: { type: "tag", values } }), TAGS,
  );
  await context.close();
  return result.violations.map((violation) => `${violation.id}: ${violation.nodes[0].html}`);
}

async function print(file) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true });
  await context.close();
}

const answers = {};
for (const file of pages) {
  answers[file] = [];
  const sizes = file.includes("large") ? [["light", 360]] : [
    ["light", 360], ["dark", 360], ["light", 1280], ["dark", 1280],
  ];
  for (const [colorScheme, width] of sizes) {
    answers[file].push(await observe(file, colorScheme, width));
  }
  await print(file);
}
await browser.close();
console.log(JSON.stringify(answers));
