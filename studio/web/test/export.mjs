// An exported page in Debian's Chromium, opened from its folder: ExportedPageTest starts it.
//   node test/export.mjs FOLDER EXPECTED.json [FOLDER for pictures]
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { facets, page as pageOf } from "../src/lists.js";

const LOUD_ENOUGH_DB = -40;
const [, , folder, expected, pictures] = process.argv;
const index = pathToFileURL(`${folder}/index.html`).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The value that a file of an answer gives to its page. */
function answer(path) {
  const numbers = JSON.parse(readFileSync(`${folder}/answers.js`, "utf8").match(/= (.*);/s)[1]);
  let value;
  new Function("partitaAnswer", readFileSync(`${folder}/answers/${numbers[path]}.js`, "utf8"))((_, given) => (value = given));
  return value;
}

for (const { dataset, asked, page, facets: counts } of JSON.parse(readFileSync(expected, "utf8"))) {
  const { items } = answer(`/datasets/${dataset}/items`);
  const here = pageOf(items, { ...asked, limit: 100 });
  assert.deepEqual(here.items.map((item) => item.id), page.items.map((item) => item.id), JSON.stringify(asked));
  assert.equal(here.total, page.total);
  assert.deepEqual(facets(items, asked), counts.facets.map(({ field, values, ...bins }) => (values ? { field, values } : { field, ...bins })));
}
console.log("ok   lists are the server's");

const complaints = [];
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
});
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 820 });
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => /^(file|data|blob):/.test(request.url()) || complaints.push(`request to ${request.url()}`));
  const until = (what, ...values) => page.waitForFunction(what, { timeout: 20_000, polling: 25 }, ...values);
  const rows = (count) => until((n) => document.querySelectorAll(".row .names").length === n, count);
  const sounds = async () => {
    await page.keyboard.press("Space");
    await until((least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    await page.keyboard.press("Space");
  };

  await page.goto(index);
  await page.waitForSelector(".card");
  await page.click('a[href="#/d/songs"]');
  await rows(5);
  await page.keyboard.press("/");
  await page.keyboard.type("song-1");
  await rows(1);
  await page.reload();
  await rows(1);
  await page.goBack();
  await page.waitForSelector(".card");
  console.log("ok   a data set is found and searched, and the address keeps that");

  await page.goto(`${index}#/d/songs/i/${"0".repeat(31)}1`);
  await page.reload();
  await page.waitForSelector(".tokens button");
  assert.match(await page.$eval("canvas.roll", (roll) => roll.ariaLabel), /of 9 notes in 2 parts/);
  await page.waitForSelector(".similar li");
  await sounds();
  const href = await page.$eval("a[download]", (link) => link.href);
  const magic = await page.evaluate(async (address) => (await (await fetch(address)).text()).slice(0, 4), href);
  assert.equal(magic, "MThd");
  console.log("ok   a MIDI file is seen, heard and kept");

  await page.goto(`${index}#/d/sounds`);
  await page.reload();
  await rows(1);
  await page.click(".row .names a");
  await page.waitForSelector("canvas.wave");
  await sounds();
  console.log("ok   an audio file is seen and heard");

  for (const [title, bars] of [["minuet", 24], ["away", 0]]) {
    await page.goto(`${index}#/d/scores?q=${title}`);
    await page.reload();
    await rows(1);
    await page.click(".row .names a");
    await until((n) => document.querySelector("canvas.roll") && document.querySelectorAll(".engraving button").length === n, bars);
  }
  console.log("ok   a score is engraved where its source was there");

  for (const theme of ["light", "dark"]) {
    for (const at of ["/", "/d/songs", "/quality", "/rejected", "/m", `/d/songs/i/${"0".repeat(31)}1`]) {
      await page.goto(`${index}#${at}`);
      await page.evaluate((name) => localStorage.setItem("theme", name), theme);
      await page.reload();
      await page.waitForSelector("main h1, main h2");
      await new Promise((end) => setTimeout(end, 300));
      await page.evaluate(axe);
      const faults = await page.evaluate(async () =>
        (await window.axe.run(document, { preload: false })).violations
          .filter((fault) => ["serious", "critical"].includes(fault.impact))
          .map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target.join(" ")).join(", ")}`));
      assert.deepEqual(faults, [], at);
      if (pictures) await page.screenshot({ path: `${pictures}/export${at.replaceAll("/", "_")}-${theme}.png` });
    }
  }
  assert.deepEqual(complaints, []);
  console.log("ok   no error in the console, no request beyond the folder, no serious fault of access");
} finally {
  await browser.close();
}
