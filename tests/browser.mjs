/**
 * Opens pages from the disk in a headless Chromium, for tests: `node tests/browser.mjs < task > answer`.
 *
 * A task is {forbidden, screenshots?, visits: [{name, page, width, scheme, form?}]}; a form is that of the verifier's page:
 * {bundle, genesis, deployment, until?, checkpoint?}. Each visit fills in its form, presses the button, and tells what a
 * reader then sees, what the page asked for, and what axe-core finds; `forbidden` is an address that each page tries to
 * reach in the end.
 */

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const WAIT_MS = 60_000;

const task = JSON.parse(await text(process.stdin));
const axe = await readFile(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const profile = await mkdtemp(join(tmpdir(), "verifier-browser-"));
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  headless: "shell",
  args: QUIET,
  userDataDir: profile,
});
try {
  const answers = [];
  for (const visit of task.visits) answers.push(await visited(visit));
  process.stdout.write(JSON.stringify(answers));
} finally {
  await browser.close();
  await rm(profile, { recursive: true, force: true });
}

async function visited(visit) {
  const page = await browser.newPage();
  const [requests, problems] = [[], []];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => problems.push(message.text()));
  await page.setViewport({ width: visit.width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: visit.scheme }]);
  await page.goto(pathToFileURL(visit.page).href);
  const before = visit.form ? await violations(page) : [];
  if (visit.form) await verify(page, visit.form);
  const seen = {
    verdicts: await page.$$eval(".verdict h2, .verdict strong", texts),
    text: await page.$eval("main", (main) => main.innerText),
    tables: await page.$$eval("#details h3", texts),
    fits: await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
    focused: await page.evaluate(() => document.activeElement.id),
  };
  const after = await violations(page);
  if (task.screenshots) await page.screenshot({ path: join(task.screenshots, `${visit.name}.png`), fullPage: true });
  const problemsSeen = [...problems];
  const reached = await page.evaluate(
    (address) =>
      fetch(address).then(
        () => "reached",
        () => "refused",
      ),
    task.forbidden,
  );
  await page.close();
  return { ...seen, violations: [...before, ...after], requests, problems: problemsSeen, reached };
}

/** Fills in the form of the verifier's page, and waits for the verdict. */
async function verify(page, form) {
  for (const id of ["genesis", "deployment"]) await page.type(`#${id}`, form[id]);
  if (form.until || form.checkpoint) await page.click("summary");
  if (form.until) await page.type("#until", form.until);
  for (const [id, file] of [
    ["file", form.bundle],
    ["checkpoint", form.checkpoint],
  ]) {
    if (file) await (await page.$(`#${id}`)).uploadFile(file);
  }
  await page.click("button");
  await page.waitForSelector(".verdict", { visible: true, timeout: WAIT_MS });
}

/** Runs in the page. */
function texts(elements) {
  return elements.map((element) => element.textContent);
}

/** What axe-core finds: the rule, and where. */
async function violations(page) {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() => window.axe.run());
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}

async function text(stream) {
  let whole = "";
  for await (const piece of stream) whole += piece;
  return whole;
}
