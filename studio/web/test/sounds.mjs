// Every audio file of data set all plays: IngestedSoundsTest starts it.
//   node test/sounds.mjs http://127.0.0.1:PORT/?token=… COUNT
import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

const LOUD_ENOUGH_DB = -40;
const [, , address, expected] = process.argv;
const base = new URL(address).origin;
const complaints = [];
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
});
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("response", (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`));
  await page.goto(address);
  await page.waitForSelector(".card");
  await page.goto(`${base}/d/all`);
  await page.waitForSelector(".row .names a");
  const links = await page.$$eval(".row .names a", (all) => all.map((link) => link.href));
  assert.equal(links.length, Number(expected));
  for (const link of links) {
    await page.goto(link);
    await page.waitForSelector("canvas.wave");
    await page.keyboard.press("Space");
    await page.waitForFunction((least) => window.partita.level() > least, { timeout: 20_000, polling: 25 }, LOUD_ENOUGH_DB);
    console.log(`ok   ${await page.$eval("h1", (title) => title.innerText)} sounds`);
  }
  assert.deepEqual(complaints, []);
} finally {
  await browser.close();
}
