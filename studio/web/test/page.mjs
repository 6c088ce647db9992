// The page in Debian's Chromium over the small lake of the tests: StudioPageTest starts it.
//   node test/page.mjs http://127.0.0.1:PORT/?token=… LAKE THEMES [FOLDER for pictures]
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { hostname } from "node:os";
import { createRequire } from "node:module";
import puppeteer from "puppeteer-core";

const LOUD_ENOUGH_DB = -40;
const EVIL = "<img src=x onerror=alert(1)>";
const WIDTHS = [390, 1280, 1920];
const PAGES = ["/", "/d/songs", "/d/songs?sql=SELECT%20midi_md5%20FROM%20midi_files", "/d/sounds", "/q?sql=SELECT%20status%2C%20count(*)%20AS%20n%20FROM%20midi_files%20GROUP%20BY%20status",
  "/quality", "/rejected", "/runs", "/m", "/m/waves", "/m/builtin%3Asongs", "/takes", "/m/builtin%3Adrums?seed=3&from=1%400.5&to=2%400.5&at=3"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const address = process.argv[2];
const base = new URL(address).origin;
const lake = process.argv[3];
const themes = process.argv[4].split(",");
const pictures = process.argv[5] ?? process.env.STUDIO_PICTURES;
const complaints = [];
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
});

async function open() {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 820 });
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => complaints.push(`dialog ${dialog.message()}`) && dialog.dismiss());
  page.on("response", (response) => response.status() >= 500 && complaints.push(`${response.status()} ${response.url()}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base) && !url.startsWith("data:") && !url.startsWith("blob:")) complaints.push(`request to ${url}`);
  });
  return page;
}

/** Runs what came with the address: the page waits for that. */
const run = async (page) => (await page.waitForSelector(".query .primary, .maker .primary")).click();
const text = (page, selector) => page.$eval(selector, (element) => element.innerText);
const until = (page, what, ...values) => page.waitForFunction(what, { timeout: 20_000, polling: 25 }, ...values);
const rows = (page, count) =>
  until(page, (n) => document.querySelectorAll(".row .names").length === n, count);

async function step(name, what) {
  const begin = Date.now();
  try {
    await what();
    console.log(`ok   ${name}, ${Date.now() - begin} ms`);
  } catch (error) {
    console.log(`FAIL ${name}`);
    throw error;
  }
}

/** Tells in the lake of a run, as runs do. */
function tell(id, run) {
  const folder = `${lake}/_partita/_running`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/_${id}.json.tmp`, JSON.stringify({ host: hostname(), pid: process.pid, pid_started: 0, version: "0.1.0",
    dataset: "songs", begun_at: new Date(Date.now() - 90_000).toISOString(), updated_at: new Date().toISOString(), ...run }));
  renameSync(`${folder}/_${id}.json.tmp`, `${folder}/${id}.json`);
}

const model = (seed) => `${lake}/../models/drums/s${seed}`;
/** A point of a training: its loss falls, and is written as runs write it. */
function measure(seed, iteration, loss) {
  mkdirSync(model(seed), { recursive: true });
  appendFileSync(`${model(seed)}/metrics.jsonl`, `${JSON.stringify({ epoch: iteration / 50, iteration, examples: iteration * 32, loss,
    validation_loss: iteration % 50 ? null : loss * 1.1, learning_rate: 0.001 / Math.sqrt(iteration), seconds: iteration * 0.7,
    validation: iteration % 50 ? {} : { accuracy: 1 - loss / 4 } })}\n`);
}

const RUN = "20261126T10000";
const timers = [];

try {
  const page = await open();
  const made = (seed) => until(page, (n) => document.querySelector(".made code")?.innerText.includes(`--seed ${n} `), seed);
  await step("the printed address shows the data sets", async () => {
    await page.goto(address);
    await page.waitForSelector(".card");
    assert.equal(new URL(page.url()).search, "", "the token stays in no address");
    assert.match(await text(page, "main"), /songs[\s\S]*4 MIDI files[\s\S]*1 score[\s\S]*1 rejected/);
  });
  await step("a data set is searched and filtered, and its address keeps that", async () => {
    const warm = page.waitForRequest(`${base}/api/v1/models/builtin%3Asongs/warm`);
    await page.click('a[href="/d/songs"]');
    await rows(page, 5);
    assert.match((await warm).postData(), /^{"item":"songs~[0-9a-f]{32}"}$/);
    await page.keyboard.press("/");
    await page.keyboard.type("song-1");
    await rows(page, 1);
    await page.reload();
    await rows(page, 1);
    assert.equal(await page.$eval("input[type=search]", (input) => input.value), "song-1");
    await page.goto(`${base}/d/songs?filter=${encodeURIComponent('{"split":["train"]}')}`);
    await rows(page, 2);
    await page.goto(`${base}/d/songs?q=nothing+like+this`);
    await until(page, () => document.querySelector(".empty h2")?.innerText === "No item is left");
    await page.goto(`${base}/d/songs?sort=-tempo`);
    await rows(page, 5);
    assert.match(await text(page, ".row"), /passwd/);
  });
  await step("a column of the catalog filters", async () => {
    await page.goto(`${base}/d/songs`);
    await rows(page, 5);
    const drummer = await page.waitForSelector("::-p-xpath(//fieldset[legend='Drummer']//label[contains(., 'drummer2')]//input)");
    await drummer.focus();
    await page.keyboard.press("Space");
    await rows(page, 2);
    await page.reload();
    await rows(page, 2);
    assert.match(decodeURIComponent(page.url()), /"catalog\.drummer":\["drummer2"\]/);
  });
  await step("a score is called a score", async () => {
    await page.goto(`${base}/d/songs/i/${"0".repeat(31)}1`);
    await page.waitForSelector("canvas.roll");
    assert.match(await text(page, ".factlist"), /^Score\s+ABC\s+Duration/);
    assert.equal(await page.$(".engraving"), null);
    assert.equal(await page.evaluate(() => window.opensheetmusicdisplay), undefined);
  });
  const openScore = async (title) => {
    await page.goto(`${base}/d/scores?q=${title}`);
    await rows(page, 1);
    await page.click(".row .names a");
    await page.waitForSelector("canvas.roll");
  };
  const bars = () => until(page, () => document.querySelectorAll(".engraving button").length === 24);
  const sounding = (bar) => until(page, (n) => document.querySelector(".engraving [aria-current]")?.dataset.bar === n, String(bar));
  await step("a score is engraved beside its roll, from a folder, a zip and a tar, by parts and by measures", async () => {
    for (const title of ["air", "round", "rows", "minuet"]) {
      await openScore(title);
      await bars();
      assert.equal(await page.$$eval(".paper .vf-measure", (all) => all.length), 48);
    }
    assert.match(await text(page, ".factlist"), /^Score\s+MusicXML\s+Duration/);
    assert.ok((await text(page, ".paper")).includes(EVIL));
    assert.equal(await page.$("img[src=x]"), null);
  });
  await step("its bars follow the music through a repeat, are played from, and come into view", async () => {
    const bar = (number) => `.engraving [data-bar="${number}"]`;
    await page.focus(bar(0));
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    for (const next of [1, 0, 1, 2]) await sounding(next);
    await page.keyboard.press("ArrowLeft"); // which elsewhere seeks
    assert.equal(await page.evaluate(() => document.activeElement.dataset.bar), "0");
    const now = await page.evaluate(() => window.partita.now());
    assert.ok(now >= 8 && now < 11, `bar 3 sounds at ${now}`);
    await page.$eval(bar(20), (button) => button.click());
    for (const next of [20, 21]) await sounding(next);
    assert.ok(await page.$eval(bar(21), (button) => {
      const box = button.closest(".sheet").getBoundingClientRect();
      const { top, bottom } = button.getBoundingClientRect();
      return top >= box.top && bottom <= box.bottom;
    }));
    await page.setViewport({ width: 390, height: 820 });
    await until(page, () => document.querySelector(".paper svg").width.baseVal.value < 390);
    await sounding(23);
    await page.setViewport({ width: 1280, height: 820 });
    await page.click(".player [aria-label=Pause]");
  });
  await step("what cannot be engraved is one line, and the roll stays", async () => {
    const note = async (title) => {
      await openScore(title);
      await page.waitForSelector(".engraving .note");
      assert.equal(await page.$(".engraving button"), null);
      return text(page, ".engraving .note");
    };
    assert.match(await note("away"), /written\/away\.xml: there is no such file/);
    complaints.splice(0, Infinity, ...complaints.filter((one) => !one.includes("404")));
  });
  await step("names are text", async () => {
    await page.goto(`${base}/d/songs`);
    await rows(page, 5);
    assert.ok((await text(page, ".rows")).includes(EVIL));
    assert.equal(await page.$("img[src=x]"), null);
  });
  await step("the keyboard plays, seeks and opens", async () => {
    await until(page, () => window.partita);
    await new Promise((end) => setTimeout(end, 1500)); // The sounds are fetched in the background.
    await page.keyboard.press("j");
    const begin = Date.now();
    await page.keyboard.press("Space");
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    console.log(`     Space to sound: ${Date.now() - begin} ms`);
    const drift = await page.evaluate(async () => {
      const from = [window.partita.now(), window.partita.clock()];
      await new Promise((end) => setTimeout(end, 1500));
      return Math.abs(window.partita.now() - from[0] - (window.partita.clock() - from[1]));
    });
    console.log(`     playhead against the audio clock: ${Math.round(drift * 1000)} ms`);
    // A busy machine renders late, never at another speed.
    assert.ok(drift < 0.25, `the playhead is ${drift} s off`);
    await page.keyboard.press("Space");
    await until(page, () => document.querySelector(".player [aria-label=Play]"));
    await page.keyboard.press("Enter");
    await page.waitForSelector("canvas.roll");
    assert.match(new URL(page.url()).pathname, /^\/d\/songs\/i\/0{31}[1-4]$/);
  });
  await step("the three slowest minor pieces are found, and one is heard from bar 9", async () => {
    await page.goto(`${base}/d/tempos`);
    await rows(page, 8);
    for (const [key, left] of [["A minor", 3], ["D minor", 5], ["C minor", 6]]) {
      const minor = await page.waitForSelector(`::-p-xpath(//fieldset[legend='Key']//label[contains(., '${key}')]//input)`);
      await minor.focus();
      await page.keyboard.press("Space");
      await rows(page, left);
    }
    await page.select(".sort select", "tempo");
    await until(page, () => document.querySelector(".row .names")?.innerText.includes("piece-b"));
    const found = await page.$$eval(".row", (all) => all.map((one) => [/piece-./, /\d+ bpm/].map((what) => one.innerText.match(what)?.[0])));
    assert.deepEqual(found, [["piece-b", "66 bpm"], ["piece-f", "76 bpm"], ["piece-d", "92 bpm"],
      ["piece-g", "104 bpm"], ["piece-a", "132 bpm"], ["piece-h", "180 bpm"]]);
    await page.click(".row:nth-child(2) .names a");
    await until(page, () => document.querySelector("h1")?.innerText === "piece-f");
    await page.waitForSelector(".rollpanel input[type=number]");
    await page.focus(".rollpanel input[type=number]");
    await page.keyboard.type("9");
    await page.keyboard.press("Enter");
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    const bar9 = (8 * 4 * 60) / 76;
    const { title, from } = await page.evaluate(() => window.partita.starts.at(-1));
    assert.equal(title, "piece-f");
    assert.ok(Math.abs(from - bar9) < 0.001, `${from} is not ${bar9}`);
    assert.ok((await page.evaluate(() => window.partita.now())) >= bar9);
    await page.click(".player [aria-label=Pause]");
    await page.goto(`${base}/d/songs/i/${"0".repeat(31)}2`);
  });
  await step("an item shows its notes, its tokens and its parts", async () => {
    await page.waitForSelector(".tokens button");
    assert.match(await page.$eval("canvas.roll", (roll) => roll.ariaLabel), /of 9 notes in 2 parts/);
    assert.match(await text(page, ".parts"), /Violin[\s\S]*Drums/);
    const title = await text(page, "h1");
    assert.deepEqual(await page.$$eval(".downloads a", (all) => all.map((one) => one.download)), [`${title}.mid`, `${title}.wav`]);
    await page.focus(".tokens button");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".tokens button.lit");
    const before = page.url();
    await page.reload();
    await page.waitForSelector("canvas.roll");
    assert.equal(page.url(), before);
    await until(page, () => {
      const roll = document.querySelector("canvas.roll");
      const pixels = roll.getContext("2d").getImageData(0, 0, roll.width, roll.height).data;
      return new Set(new Uint32Array(pixels.buffer)).size > 5;
    });
  });
  await step("the words of a song follow the music, and its marker and its bars are played from", async () => {
    await page.goto(`${base}/d/songs/i/${"0".repeat(31)}3`);
    await page.waitForSelector(".words button");
    assert.deepEqual(await page.$$eval(".words button", (all) => all.map((one) => one.innerText)), ["Hear the", "wild bells"]);
    assert.equal(await text(page, ".marks"), EVIL);
    await page.focus(".words li:last-child button");
    await page.keyboard.press("Enter");
    await until(page, () => window.partita.now() >= 1 && document.querySelector(".words .now")?.innerText === "wild bells");
    await until(page, () => document.querySelectorAll(".words .sung").length === 2);
    await page.focus(".marks button");
    await page.keyboard.press("Enter");
    await until(page, () => window.partita.now() >= 2);
    await page.focus(".rollpanel input[type=number]");
    await page.keyboard.type("1");
    await page.keyboard.press("Enter");
    await until(page, () => window.partita.now() < 1 && document.querySelector(".words .now")?.innerText === "Hear the");
    await page.focus("canvas.roll");
    await page.keyboard.press("Space");
    assert.match(await text(page, ".tokens"), /pitch D4[\s\S]*Violin/);
  });
  await step("bars are repeated, and so is what a near-duplicate shares", async () => {
    const file = (number) => "/d/songs/i/" + "0".repeat(31) + (number + 1);
    await page.goto(base + file(1));
    const roll = await page.waitForSelector("canvas.roll");
    await page.waitForSelector(".hint");
    const box = await roll.boundingBox();
    const at = (share) => box.x + 44 + share * (box.width - 44);
    await page.mouse.move(at(0.02), box.y + 60);
    await page.mouse.down();
    await page.mouse.move(at(0.2), box.y + 60, { steps: 4 });
    await page.mouse.up();
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    const isWithin = async (from, to) => {
      // While it is being loaded, what was there before goes on.
      const isThere = (from, to) => window.partita.now() >= from && window.partita.now() <= to;
      await until(page, isThere, from, to);
      for (let i = 0; i < 12; i++) {
        await new Promise((end) => setTimeout(end, 150));
        const now = await page.evaluate(() => window.partita.now());
        assert.ok(now >= from - 0.05 && now <= to + 0.1, `${now} is not within ${from} to ${to}`);
      }
    };
    const [from, to] = await page.evaluate(() => window.partita.region());
    assert.ok(to - from > 0.3 && to - from < 2, `${from} to ${to}`);
    await isWithin(from, to);
    const other = await page.waitForSelector(".stretch ::-p-text(The other)");
    await other.click();
    await until(page, () => window.partita.region()?.[0] === 1);
    await isWithin(1, 2);
    const back = await page.waitForSelector(".stretch ::-p-text(This one)");
    await back.click();
    await until(page, () => window.partita.region()?.[0] === 0.5);
    await isWithin(0.5, 2.5);
    await roll.focus();
    await page.keyboard.press("Escape");
    await until(page, () => window.partita.region() === null);
    await page.keyboard.press("Space");
  });
  await step("similar pieces are listed by their rule, and play at once", async () => {
    const file = (number) => `${base}/d/songs/i/${"0".repeat(31)}${number + 1}`;
    await page.goto(file(1));
    await page.waitForSelector(".similar li");
    assert.match(await text(page, ".similar"), /Cosine of latents: table trio_slices, model trios/);
    const near = await page.$$eval(".similar li", (all) => all.map((one) => [one.querySelector(".near").innerText, Boolean(one.querySelector(".tag"))]));
    assert.deepEqual(near, [["0.70", true], ["0.60", false]]);
    await page.click(".similar .play");
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    assert.equal(await page.evaluate(() => window.partita.current().title), "song-2");
    await page.keyboard.press("Space");
    await page.click(".similar .names a");
    await until(page, () => document.querySelector("h1")?.innerText === "song-2");
    await until(page, () => document.querySelector(".similar .names a")?.innerText === "song-1");
    await page.goto(file(3));
    await page.waitForSelector(".similar li");
    assert.match(await text(page, ".similar"), /Distance in tempo, [\s\S]*families of instruments/);
  });
  await step("the bytes at a fault are shown, and where the file was if there are none", async () => {
    await page.goto(`${base}/d/songs/i/${"0".repeat(31)}5`);
    await page.waitForSelector(".bytes");
    assert.match(await text(page, ".faults"), /NOT_MIDI at byte 14: No header/);
    const marked = await page.$$eval(".bytes .at", (all) => all.map((one) => one.innerText));
    assert.deepEqual(marked, ["4e", "N"]);
    assert.deepEqual(await page.$$eval(".bytes th", (all) => all.map((one) => one.innerText)), ["0", "8", "16", "24"]);
    await page.goto(`${base}/rejected?fault=NOT_MIDI`);
    await page.waitForSelector("td summary");
    assert.equal(await page.$$eval("td summary", (all) => all.length), 2);
    await page.click("td summary");
    await page.waitForSelector("td .bytes .at", { visible: true });
    await page.goto(`${base}/rejected?fault=TRUNCATED`);
    await until(page, () => document.querySelector("td .note")?.textContent.includes("rock/half.wav in source"));
  });
  await step("all files of a fault are saved", async () => {
    await page.goto(`${base}/rejected?fault=UNKNOWN_FORMAT`);
    await page.waitForSelector("td summary, td .note");
    await page.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => {
        blob.arrayBuffer().then((bytes) => (window.saved = new TextDecoder("latin1").decode(bytes)));
        return make.call(URL, blob);
      };
    });
    const button = await page.waitForSelector("main ::-p-text(All files of UNKNOWN_FORMAT)");
    await button.click();
    await until(page, () => window.saved);
    assert.match(await page.evaluate(() => window.saved), /^PK[\s\S]*sounds\/source\/rock\/notes\.txt[\s\S]*missing\.txt/);
  });
  await step("a source that is gone says where it was looked for", async () => {
    const source = `${lake}/../source/rock/half.wav`;
    await page.goto(`${base}/d/sounds`);
    await rows(page, 1);
    renameSync(source, `${source}-away`);
    try {
      await page.click(".row .names a");
      await until(page, () => document.querySelector(".sound .note")?.innerText.includes("source/rock/half.wav: there is no such file"));
      await page.keyboard.press("Space");
      await until(page, () => document.querySelector(".player [role=status]")?.innerText.includes("source/rock/half.wav: there is no such file"));
    } finally {
      renameSync(`${source}-away`, source);
    }
    complaints.splice(0, Infinity, ...complaints.filter((one) => !one.includes("404")));
  });
  await step("an audio file sounds, with its waveform", async () => {
    await page.goto(`${base}/d/sounds`);
    await rows(page, 1);
    await page.click(".row .names a");
    await page.waitForSelector("canvas.wave");
    await page.keyboard.press("Space");
    await page.waitForSelector(".player");
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
  });
  await step("a recording in two containers is one row with two files", async () => {
    await page.goto(`${base}/d/sounds`);
    await rows(page, 1);
    await page.click(".row .names a");
    await page.waitForSelector("canvas.wave");
    await until(page, () => document.querySelectorAll(".downloads a").length === 2);
    assert.deepEqual(await page.$$eval(".downloads a", (all) => all.map((one) => [one.download, one.innerText.trim()])), [["half.wav", "WAV"], ["half.flac", "FLAC"]]);
    const starts = await page.$$eval(".downloads a", (all) => Promise.all(all.map(async ({ href }) => new TextDecoder("latin1").decode((await (await fetch(href)).arrayBuffer()).slice(0, 4)))));
    assert.deepEqual(starts, ["RIFF", "fLaC"]);
  });
  await step("the queue plays on without a gap, by the audio clock", async () => {
    await page.goto(`${base}/d/songs?sort=duration`);
    await rows(page, 5);
    for (const [key, at] of [["j", 1], ["q", 1], ["j", 2], ["q", 2], ["k", 1], ["k", 0], ["Space", 0]]) {
      await new Promise((end) => setTimeout(end, 100)); // The list hears keys once it is drawn.
      await page.keyboard.press(key);
      await until(page, (at) => document.querySelectorAll(".row")[at].matches(".selected"), at);
    }
    for (const title of ["song-1", "song-2"]) {
      await until(page, () => document.querySelector(".player [aria-label=Pause]") && window.partita.now() > 0);
      // However slow the machine is, the next one is there before this one ends.
      await page.keyboard.press("Space");
      await until(page, () => window.partita.follows());
      await page.keyboard.press("Space");
      const ends = await page.evaluate(async () => {
        const { current, now, clock } = window.partita;
        const { id, duration } = current();
        const ends = [];
        while (current().id === id) {
          if (now() < duration) ends.push(clock() + duration - now());
          await new Promise((end) => setTimeout(end, 10));
        }
        return ends.sort((a, b) => a - b)[ends.length >> 1]; // the two clocks are read one after the other
      });
      const begun = await page.evaluate(() => window.partita.starts.at(-1));
      console.log(`     ${title} begins ${((begun.at - ends) * 1000).toFixed(2)} ms after the one before`);
      assert.equal(begun.title, title);
      assert.ok(Math.abs(begun.at - ends) < 0.05, `${begun.at} is not ${ends}`);
      await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    }
    await page.keyboard.press("ArrowRight");
    assert.ok((await page.evaluate(() => window.partita.now())) >= 5);
    await until(page, () => document.querySelector(".player [aria-label=Play]"));
  });
  await step("SQL answers and says what is wrong", async () => {
    await page.goto(`${base}/q`);
    await page.waitForSelector("textarea");
    await page.$eval("textarea", (area) => area.select());
    await page.type("textarea", "SELECT count(*) AS n FROM notes WHERE dataset = 'songs'");
    await page.click(".button.primary");
    await page.waitForSelector("td");
    assert.equal(await text(page, "td"), "36");
    await page.goto(`${base}/q?sql=${encodeURIComponent("SELECT dataset, midi_md5 FROM midi_files WHERE n_notes > 8 AND path LIKE '%1%'")}`);
    await run(page);
    await page.waitForSelector('.query a[href^="/d/songs?sql="]');
    const found = await page.$$eval("tbody tr", (all) => all.length);
    await page.click('.query a[href^="/d/songs?sql="]');
    await rows(page, found);
    await page.click(".rowsof .button");
    await rows(page, 5);
  });
  await step("names of tables and columns are completed, and a number alone has a histogram", async () => {
    await page.goto(`${base}/q`);
    await page.waitForSelector("textarea");
    await page.$eval("textarea", (area) => area.select());
    await page.type("textarea", "SELECT tempo_in");
    await until(page, () => document.querySelector(".completions li")?.innerText.includes("tempo_initial_bpm"));
    await page.keyboard.press("Tab");
    await until(page, () => document.querySelector("textarea").value === "SELECT tempo_initial_bpm");
    await page.keyboard.type(" FROM midi_");
    await until(page, () => document.querySelectorAll(".completions li").length === 3);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await until(page, () => document.querySelector(".completions [aria-selected=true]")?.innerText.startsWith("midi_files"));
    await page.keyboard.press("Enter");
    await until(page, () => document.querySelector("textarea").value === "SELECT tempo_initial_bpm FROM midi_files");
    await page.keyboard.down("Control");
    await page.keyboard.press("Enter");
    await page.keyboard.up("Control");
    await until(page, () => document.querySelector(".chart canvas")?.ariaLabel === "Histogram of tempo_initial_bpm");
  });
  await step("an error is shown where it is", async () => {
    await page.$eval("textarea", (area) => area.select());
    await page.type("textarea", "SELECT path\nFROM midi_files WHERE nothing > 1 ");
    await page.click(".query .button.primary");
    await until(page, () => document.querySelector(".error")?.innerText.includes("Line 2, column 23"));
    assert.equal(await page.$eval("textarea", (area) => area.value.slice(area.selectionStart, area.selectionEnd)), "nothing");
    assert.ok((await text(page, ".error")).endsWith(`\n${" ".repeat(22)}^`));
    complaints.splice(0, Infinity, ...complaints.filter((one) => !one.includes("400")));
  });
  await step("queries are kept by name, opened and deleted", async () => {
    const kept = () => page.$$eval(".kept li", (all) => all.map((one) => one.innerText));
    const named = async (name, query) => {
      await page.$eval("textarea", (area) => area.select());
      await page.type("textarea", query);
      await page.$eval(".kept input", (input) => input.select());
      await page.type(".kept input", name);
      await page.keyboard.press("Enter");
    };
    await page.goto(`${base}/q`);
    await page.waitForSelector(".kept input");
    await named("Slow ones", "SELECT 1 AS slow");
    await until(page, () => document.querySelectorAll(".kept li").length === 1);
    await named("keys of 2024", "SELECT 2 AS keys");
    await until(page, () => document.querySelectorAll(".kept li").length === 2);
    await named("no/path", "SELECT 3");
    await until(page, () => document.querySelector(".kept .error")?.innerText.startsWith("A name is up to 60"));
    complaints.splice(0, Infinity, ...complaints.filter((one) => !one.includes("400")));
    await page.goto(`${base}/q`);
    await until(page, () => document.querySelectorAll(".kept li").length === 2);
    assert.deepEqual(await kept(), ["Slow ones", "keys of 2024"]);
    await page.focus(".kept li:first-child .text");
    await page.keyboard.press("Enter");
    await until(page, () => document.querySelector("textarea").value === "SELECT 1 AS slow" && document.activeElement.matches("textarea"));
    assert.equal(await page.$("td"), null, "it is opened and not run");
    await run(page);
    await until(page, () => document.querySelector("td")?.innerText === "1");
    await named("Slow ones", "SELECT 4 AS slow");
    await page.click(".kept [aria-label='Delete keys of 2024']");
    await until(page, () => document.querySelector(".kept [role=status]")?.innerText.startsWith("keys of 2024 was deleted."));
    assert.deepEqual(await kept(), ["Slow ones"]);
    const again = await page.waitForSelector(".kept ::-p-text(Keep it again)");
    await again.click();
    await until(page, () => document.querySelectorAll(".kept li").length === 2);
    await page.click(".kept li .text");
    await until(page, () => document.querySelector("textarea").value === "SELECT 4 AS slow");
  });
  await step("all rows are saved as CSV and Parquet, more than are shown", async () => {
    await page.goto(`${base}/q?sql=${encodeURIComponent("SELECT i AS year, i % 7 + 100 AS tempo FROM range(20000) t(i)")}`);
    await run(page);
    await until(page, () => document.querySelector(".chart canvas")?.ariaLabel === "tempo by year");
    await page.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => {
        blob.text().then((text) => (window.saved = text));
        return make.call(URL, blob);
      };
    });
    const button = await page.waitForSelector(".query ::-p-text(All rows as CSV)");
    await button.click();
    await until(page, () => window.saved);
    assert.deepEqual(await page.evaluate(() => [window.saved.split("\r\n").length, window.saved.slice(0, 19)]), [20_002, "year,tempo\r\n0,100\r\n"]);
    const other = await page.waitForSelector(".query ::-p-text(Parquet)");
    await other.click();
    await until(page, () => window.saved.startsWith("PAR1") && window.saved.endsWith("PAR1"));
  });
  await step("what another site asks for is shown, and runs by a click only", async () => {
    const other = createServer((_, response) => response.end("<!doctype html>")).listen(0, "127.0.0.1");
    await new Promise((end) => other.once("listening", end));
    const visitor = await browser.newPage();
    const asked = [];
    visitor.on("request", (request) => ((request.method() === "POST" && !request.url().endsWith("/warm")) || /[?&]sql=/.test(request.url())) &&
      request.url().startsWith(`${base}/api/`) && asked.push(`${request.method()} ${request.url()}`));
    const visit = () => visitor.goto(`http://127.0.0.1:${other.address().port}/`);
    const lead = async (path, shown) => {
      await visit();
      asked.length = 0;
      await Promise.all([visitor.waitForNavigation(), visitor.evaluate((to) => void (location.href = to), base + path)]);
      await visitor.waitForSelector(shown);
      await new Promise((end) => setTimeout(end, 700));
      assert.deepEqual(asked, [], path);
    };
    const cell = (value) => until(visitor, (value) => document.querySelector("td")?.innerText === value, value);
    await lead("/q?sql=SELECT%206%20%2B%201%20AS%20n", ".query .note");
    assert.equal(await visitor.$eval("textarea", (area) => area.value), "SELECT 6 + 1 AS n");
    await run(visitor);
    await cell("7");
    await visitor.reload();
    await cell("7");
    await visitor.click('nav a[href="/quality"]');
    await visitor.waitForSelector(".quality");
    await visitor.goBack();
    await cell("7");
    assert.deepEqual(asked, Array(3).fill(`POST ${base}/api/v1/sql`), "one's own history runs");
    // An address that was typed is one that somebody may have sent.
    await visitor.goto(`${base}/q?sql=SELECT%208`);
    await visitor.waitForSelector(".query .note");
    const list = `/d/songs?sql=${encodeURIComponent(`SELECT midi_md5 FROM midi_files WHERE midi_md5 = '${"0".repeat(31)}1'`)}`;
    await lead(list, ".query .command");
    await run(visitor);
    await rows(visitor, 1);
    await visitor.reload();
    await rows(visitor, 1);
    await lead(list, ".query .command");
    await visitor.click(".query .button:not(.primary)");
    await rows(visitor, 5);
    assert.deepEqual(asked, []);
    for (const query of ["", "?seed=3", "?from=1%400.5&to=2%400.5&at=3"]) await lead(`/m/builtin%3Adrums${query}`, ".maker .primary");
    // Cookies go to all ports of a machine; the server does without them then.
    await visit();
    const wire = await visitor.createCDPSession();
    const sent = new Map();
    const statuses = new Map();
    wire.on("Network.requestWillBeSent", ({ requestId, request }) => sent.set(request.url, requestId));
    wire.on("Network.responseReceivedExtraInfo", ({ requestId, statusCode }) => statuses.set(requestId, statusCode));
    await wire.send("Network.enable");
    for (const path of ["/lake", "/events", "/datasets/songs/items?sql=SELECT%201%20AS%20id"]) {
      const image = `${base}/api/v1${path}`;
      await visitor.evaluate((src) => new Promise((end) => Object.assign(new Image(), { onerror: end, src })), image);
      for (let i = 0; i < 100 && !statuses.has(sent.get(image)); i++) await new Promise((end) => setTimeout(end, 50));
      assert.equal(statuses.get(sent.get(image)), 403, image);
    }
    await visitor.close();
    other.close();
  });
  await step("a model makes loops that sound, and its address keeps the seed", async () => {
    const status = /\d+ notes, made in/;
    await page.goto(base);
    await page.waitForSelector(".models .card");
    await page.click('.models a[href="/m/builtin%3Adrums"]');
    await made(1);
    assert.match(await text(page, ".maker .status"), status);
    assert.match(await text(page, ".model"), /bar trigram[\s\S]*64\.7/);
    assert.ok((await text(page, ".markdown")).includes(EVIL));
    await page.keyboard.press("Space");
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    await page.keyboard.press("r");
    await made(2);
    await until(page, () => location.search === "?seed=2");
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    await page.$eval("input[type=range][max='240']", (tempo) => {
      tempo.value = 150;
      tempo.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await until(page, () => document.querySelector(".made code").innerText.includes("--tempo 150"));
    await until(page, () => Math.abs(window.partita.current().duration - 3.2) < 0.01);
    // The playhead stays within a loop that goes round and round.
    await new Promise((end) => setTimeout(end, 3600));
    assert.ok((await page.evaluate(() => window.partita.now())) < 3.2);
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    await page.keyboard.press("b");
    await until(page, () => Math.abs(window.partita.current().duration - 4) < 0.01);
    await page.keyboard.press("Space");
    await until(page, () => document.querySelector(".maker [aria-label='Play the loop']"));
    await until(page, () => location.search === "?seed=2&tempo=150");
    await page.reload();
    await until(page, () => document.querySelector(".made code")?.innerText.includes("--seed 2 --tempo 150"));
  });
  await step("a model's page has its gate's verdict, and its samples sound", async () => {
    await page.goto(`${base}/m/builtin%3Adrums`);
    await page.waitForSelector(".samples li");
    const verdict = (await text(page, ".verdict")).replace(/\s+/g, " ");
    assert.match(verdict, /^Gate drums 1 of 2 checks failed groove, split validation run train-1 Partita 0\.1\.0/);
    assert.match(verdict, /passed nats per slice 71\.5 – at most 76\.000 failed hits 9\.5 12 within 1\.000$/);
    await page.focus(".samples li:nth-child(2) .play");
    await page.keyboard.press("Space");
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    assert.equal(await page.evaluate(() => window.partita.current().title), "Seed 2 of builtin:drums");
    await until(page, () => document.querySelector(".samples .facts")?.innerText === "Seed 2: 24 notes in 2 bars");
    assert.equal(await text(page, ".samples code"), "partita generate builtin:drums --seed 2 --out loops");
    assert.equal(await page.$eval(".samples li a", (link) => link.download), "drums-s2-01.mid");
    await page.keyboard.press("Space");
    await page.click(".samples li:nth-child(4) .play");
    await until(page, () => document.querySelector(".samples .facts")?.innerText.startsWith("Seed 4:"));
    assert.equal(await text(page, ".samples code"), "partita generate builtin:drums --seed 4 --out loops");
    await page.click(".samples li:nth-child(4) .play");
  });
  await step("a model of sound has samples that sound, as files", async () => {
    await page.goto(`${base}/m/waves`);
    await page.waitForSelector(".samples li");
    await page.focus(".samples li:nth-child(3) .play");
    await page.keyboard.press("Space");
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    assert.equal(await text(page, ".samples .facts"), "Seed 3: 2.0 seconds");
    assert.equal(await text(page, ".samples code"), "partita generate 'my models/waves' --seed 3 --out sounds");
    assert.deepEqual(await page.$eval(".samples li a", (link) => [link.download, link.innerText.trim()]), ["waves-s3-01.wav", "WAV"]);
    await until(page, () => document.querySelector(".player [aria-label=Play]"));
    await page.click(".samples canvas.wave");
    await until(page, () => Math.abs(window.partita.now() - 1) < 0.1);
    await page.click(".player [aria-label=Play]");
    await until(page, (least) => window.partita.now() > 1 && window.partita.level() > least, LOUD_ENOUGH_DB);
    await page.click(".player [aria-label=Pause]");
  });
  await step("a slider goes from one loop to another, and sounds", async () => {
    await page.goto(`${base}/m/builtin%3Adrums?seed=3`);
    await run(page);
    await made(3);
    const press = async (words) => {
      const button = await page.waitForSelector(`.way ::-p-text(${words})`);
      await button.click();
    };
    await press("From this loop");
    await page.keyboard.press("r");
    await made(4);
    await page.click(".maker .play");
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    await press("To this loop");
    await until(page, () => document.querySelector(".made code")?.innerText.includes("partita interpolate from/"));
    const slide = (step) =>
      page.$eval(".way input", (input, step) => {
        input.value = step;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }, step);
    await slide(5);
    await until(page, () => window.partita.current().title?.startsWith("Step 5 from loop 3 to 4"));
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    await page.click(".maker .play");
    await until(page, () => location.search.endsWith("&at=5"));
    await page.reload();
    await until(page, () => document.querySelector(".way output")?.innerText === "5 of 9" && document.querySelector("canvas.roll"));
    await page.keyboard.press("b");
    await page.keyboard.press("r");
    await made(5);
  });
  await step("a song is continued by eight bars, two takes are kept, compared and exported", async () => {
    const press = async (words) => (await page.waitForSelector(`.edit ::-p-text(${words})`)).click();
    await page.goto(`${base}/d/songs/i/${"0".repeat(31)}2`);
    await page.waitForSelector(".edit select");
    assert.deepEqual(await page.$$eval(".edit select option", (all) => all.map((one) => one.innerText)), ["Continue with builtin:songs", "Humanize with player"]);
    const bar = await page.waitForSelector(".edit .dial:first-child input[type=number]");
    assert.deepEqual(await page.$$eval(".edit .dial:first-child input", ([input]) => [input.min, input.max, input.value]), ["2", "3", "3"]);
    // The bar where the player is, until one is typed.
    await page.focus("canvas.roll");
    await page.keyboard.press("Space");
    await until(page, () => document.querySelector(".edit .dial input").value === "2");
    await bar.evaluate((input) => input.select());
    await page.keyboard.type("3");
    await page.keyboard.press("Enter");
    await (await page.waitForSelector(".edit ::-p-text(From where it plays)")).focus(); // the player may cover it
    await page.keyboard.press("Enter");
    await until(page, () => document.querySelector(".edit .dial input").value === "2");
    await page.click(".edit .primary");
    await until(page, () => document.querySelector(".edit [role=status]")?.innerText.startsWith("9 bars, 37 notes, made in"));
    assert.equal(await text(page, ".edit code"),
      "partita generate builtin:songs --prompt song-1.mid --prompt-bars 1 --bars 8 --seed 1 --temperature 1 --out takes");
    await until(page, () => window.partita.current().title === "song-1, builtin:songs from bar 2, seed 1" && window.partita.now() > 2);
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    // The first new bar sounds while the others are made.
    await until(page, () => window.partita.current().duration > 17 && window.partita.now() > 4);
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    await page.keyboard.press("Escape");
    await press("Keep");
    await until(page, () => document.querySelector(".edit span[role=status]"));
    await press("Another");
    await until(page, () => document.querySelector(".edit code").innerText.includes("--seed 2"));
    await press("Keep");
    await press("Kept: show takes");
    await until(page, () => document.querySelectorAll(".takes li").length === 2);
    assert.deepEqual(await page.$$eval(".takes h2", (all) => all.map((one) => one.innerText)),
      ["song-1, builtin:songs from bar 2, seed 1", "song-1, builtin:songs from bar 2, seed 2"]);
    await (await page.waitForSelector("main ::-p-text(Play one after another)")).click();
    const plays = (seed) => until(page, (seed) => window.partita.current().title.endsWith(`seed ${seed}`) && window.partita.level() > -40, seed);
    await plays(1);
    await page.click(".player [aria-label=Next]");
    await plays(2);
    await page.click(".player [aria-label=Previous]");
    await plays(1);
    await (await page.waitForSelector(".player [aria-label=Pause]")).click();
    const zip = await page.evaluate(async () => {
      const link = [...document.querySelectorAll("main a")].find((one) => one.innerText.includes("All as ZIP"));
      return [link.download, new TextDecoder("latin1").decode(await (await fetch(link.href)).arrayBuffer())];
    });
    assert.equal(zip[0], "takes.zip");
    assert.match(zip[1], /^PK[\s\S]*01 song-1, builtin songs from bar 2, seed 1\.mid[\s\S]*\.wav[\s\S]*song-1\.mid[\s\S]*02 song-1[\s\S]*commands\.txt/);
    await page.click(".takes li:last-child [aria-label^=Delete]");
    await until(page, () => document.querySelectorAll(".takes li").length === 1);
    await (await page.waitForSelector("main ::-p-text(Keep it again)")).click();
    await until(page, () => document.querySelectorAll(".takes li").length === 2);
    await page.reload();
    await until(page, () => document.querySelectorAll(".takes li").length === 2);
  });
  await step("instruments are chosen, of a song that goes on and of samples", async () => {
    const choose = async (panel, name) => {
      const box = await page.waitForSelector(`${panel} ::-p-xpath(.//label[normalize-space()='${name}']/input)`);
      await box.focus();
      await page.keyboard.press("Space");
    };
    const open = async (panel) => {
      await page.focus(`${panel} .several summary`);
      await page.keyboard.press("Enter");
    };
    const chosen = (panel, words) => until(page, (panel, words) => document.querySelector(`${panel} .several summary`).innerText.trim() === words, panel, words);
    await page.goto(`${base}/d/songs/i/${"0".repeat(31)}2`);
    await page.waitForSelector(".edit .several");
    await open(".edit");
    await choose(".edit", "drums");
    await choose(".edit", "piano");
    await chosen(".edit", "Instruments piano, drums");
    await page.click(".edit .primary");
    await until(page, () => document.querySelector(".edit code")?.innerText ===
      "partita generate builtin:songs --prompt song-1.mid --prompt-bars 2 --bars 8 --seed 1 --temperature 1 --instruments piano,drums --out takes");
    await choose(".edit", "piano");
    await chosen(".edit", "Instruments drums");
    await page.click(".edit .primary");
    await until(page, () => document.querySelector(".edit .error")?.innerText.startsWith("builtin:songs made no note here"));
    await choose(".edit", "drums");
    await chosen(".edit", "Instruments any");
    await page.goto(`${base}/m/builtin%3Asongs`);
    await page.waitForSelector(".samples li");
    const play = async () => (await page.waitForSelector(".samples li .play")).click();
    await play();
    await until(page, () => document.querySelector(".samples code")?.innerText === "partita generate builtin:songs --seed 7 --out loops");
    await page.focus(".samples input[name=tempo]");
    await page.keyboard.press("ArrowRight");
    await open(".samples");
    await choose(".samples", "synth lead");
    await chosen(".samples", "Instruments synth lead");
    await play();
    await until(page, () => document.querySelector(".samples code")?.innerText ===
      "partita generate builtin:songs --seed 7 --tempo 141 --instruments 'synth lead' --out loops");
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    await page.click(".player [aria-label=Pause]");
  });
  await step("what is between bars of two pieces is heard step by step, and kept", async () => {
    const panel = "section[aria-label='Between two pieces']";
    const press = async (words) => (await page.waitForSelector(`${panel} ::-p-text(${words})`)).click();
    await page.goto(`${base}/d/songs/i/${"0".repeat(31)}2`);
    await page.waitForSelector(`${panel} input[name=bar]`);
    await page.$eval(`${panel} input[name=bar]`, (input) => input.select());
    await page.keyboard.type("2");
    await page.keyboard.press("Tab");
    await press("From here");
    await until(page, () => document.querySelector(".way .of")?.innerText.trim() === "song-1, bar 2");
    await (await page.waitForSelector(".similar .names a")).click();
    await until(page, () => document.querySelector("h1")?.innerText === "song-2");
    await press("To here");
    await until(page, () => document.querySelector(".way output")?.innerText === "9 of 9" && document.querySelector(".edit canvas.roll"));
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    assert.equal(await page.evaluate(() => window.partita.current().title), "Step 9 of 9 from song-1, bar 2, to song-2, bar 1, builtin:drums");
    assert.equal(await text(page, `${panel} code`),
      "partita interpolate song-1.mid song-2.mid --model builtin:drums --from-start-step 16 --to-start-step 0 --steps 9 --out way");
    await page.focus(".way input");
    for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowLeft");
    await until(page, () => window.partita.current().title?.startsWith("Step 5 of 9"));
    await until(page, (least) => window.partita.level() > least, LOUD_ENOUGH_DB);
    await page.$eval(`${panel} input[name=tempo]`, (tempo) => {
      tempo.value = 150;
      tempo.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await until(page, () => document.querySelector("section[aria-label='Between two pieces'] code").innerText.includes("--tempo 150"));
    await until(page, () => Math.abs(window.partita.current().duration - 3.2) < 0.01);
    await press("Keep");
    await press("Kept: show takes");
    await until(page, () => [...document.querySelectorAll(".takes h2")].some((one) => one.innerText.startsWith("Step 5 of 9 from song-1")));
    await page.click(".takes li:last-child [aria-label^=Delete]");
    await page.click(".player [aria-label=Pause]");
  });
  await step("a mistake of a model is one line", async () => {
    await page.goto(`${base}/d/songs/i/${"0".repeat(31)}2`);
    await page.waitForSelector(".edit select");
    await page.$eval(".edit .dial:nth-child(3) input", (seed) => {
      seed.value = 13;
      seed.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await (await page.waitForSelector(".edit .primary")).click();
    await until(page, () => document.querySelector(".edit .error")?.innerText === "Seed 13 is a mistake. song-1.mid");
    complaints.splice(0, Infinity, ...complaints.filter((one) => !one.includes("400")));
  });
  await step("nothing has run, and the page says what to run", async () => {
    await page.goto(base);
    await page.waitForSelector(".models .card");
    await page.click('nav a[href="/runs"]');
    await until(page, () => document.querySelector(".empty h2")?.innerText === "Nothing has run yet");
    await page.click('nav a[href="/m"]');
    await until(page, () => document.querySelector("h1")?.innerText === "4 models");
  });
  await step("a run is on the page while it goes on, and a killed one has stopped", async () => {
    await page.goto(`${base}/runs`);
    const child = spawn("sleep", ["600"]);
    const ingest = (done) => tell(`${RUN}1-0000000a`, { command: `ingest midi '${EVIL}' --lake lake --dataset lmd_matched`, dataset: "lmd_matched",
      pid: child.pid, stage: "Parsing", unit: "files", done, total: 45_129, seconds_left: 1260 });
    ingest(1000);
    timers.push(setInterval(() => child.exitCode === null && child.signalCode === null && ingest(12_000), 1000));
    await until(page, () => document.querySelector("td .state.running") && document.querySelector("main").innerText.includes("12,000 of 45,129 files"));
    assert.ok((await text(page, "main")).includes(EVIL));
    await page.goto(base);
    await until(page, () => document.querySelector(".now a")?.innerText.includes("Parsing 26 %, 21 minutes left"));
    await page.click(".now a");
    await until(page, () => document.querySelector("td .state.running"));
    child.kill("SIGKILL");
    const begin = Date.now();
    await until(page, () => document.querySelector("td .state.stopped"));
    console.log(`     killed to stopped: ${Date.now() - begin} ms`);
    assert.ok(Date.now() - begin < 15_000);
  });
  await step("a training's points are on the page within three seconds", async () => {
    tell(`${RUN}0-0000000b`, { command: "tokenize --lake lake --dataset songs", ended_at: new Date(Date.now() - 60_000).toISOString(), exit_code: 0, stage: "Publishing" });
    tell(`${RUN}2-0000000c`, { command: "split --lake lake --dataset songs --seed x", ended_at: new Date(Date.now() - 30_000).toISOString(), exit_code: 2, stage: "Reading the lake",
      message: `--seed must be a whole number, not ${EVIL}.` });
    for (const seed of [1, 2, 3]) {
      for (let i = 1; i <= 400; i++) measure(seed, i, 1.5 * i ** -0.3 + 0.08 * Math.sin(i * seed * 7.3) + seed * 0.05);
      const train = () => tell(`${RUN}${2 + seed}-0000000d`, { command: "train drum-gpt --lake lake --dataset songs --seeds 1,2,3 --model models/drums",
        model: model(seed), stage: "Training", unit: "iterations", done: 400, total: 1000, seconds_left: 420, loss_unit: `nats per ${seed < 3 ? "slice" : "note"}`,
        options: { batch: 32, seed, learning_rate: seed < 3 ? 0.002 : 0.001 },
        ...(seed < 3 ? { ended_at: new Date().toISOString(), exit_code: 0 } : {}) });
      train();
      if (seed === 3) timers.push(setInterval(train, 1000));
    }
    await until(page, () => document.querySelectorAll(".legend li").length === 3);
    const latest = (n) => until(page, (n) => Number(document.querySelectorAll(".charts figure .values strong")[n]?.innerText) > 0, n);
    await latest(0);
    await latest(2);
    const begin = Date.now();
    measure(3, 401, 0.1234);
    await until(page, () => document.querySelector(".charts figure:nth-child(2) .values strong").innerText === "0.1234");
    console.log(`     metrics.jsonl to page: ${Date.now() - begin} ms`);
    assert.ok(Date.now() - begin < 3000);
    const colours = await page.$eval(".plot canvas", (plot) =>
      new Set(new Uint32Array(plot.getContext("2d").getImageData(0, 0, plot.width, plot.height).data.buffer)).size);
    assert.ok(colours > 20, "no curves are drawn");
  });
  await step("each metric has a chart, and losses of different units have two", async () => {
    const titles = await page.$$eval(".charts figcaption", (all) => all.map((one) => one.innerText.replace(/\s+/g, " ").trim()));
    assert.deepEqual(titles, ["loss nats per slice, over iterations", "loss nats per note, over iterations",
      "accuracy share, over iterations", "learning rate over iterations"]);
    assert.match(await text(page, ".charts .values"), /s1[\s\S]*training \S+\s+validation \S+[\s\S]*s2[\s\S]*training \S+\s+validation \S+/);
    await until(page, () => document.querySelector("td.progress .count")?.innerText.includes("1.4 a second"));
  });
  await step("a failed run says why, and where it was", async () => {
    const row = await page.evaluate(() => document.querySelector("td .state.failed").closest("tr").innerText);
    assert.match(row, /failed, exit 2[\s\S]*Reading the lake[\s\S]*must be a whole number, not <img/);
  });
  await step("the page says which options of trainings differ", async () => {
    const differences = () => page.$$eval(".differences tbody tr", (all) => all.map((row) => row.innerText.split(/\s*\t\s*/)));
    assert.deepEqual(await differences(), [["seed", "1", "2", "3"], ["learning rate", "0.002", "0.002", "0.001"]]);
    await page.click(".legend li:last-child input");
    await until(page, () => document.querySelectorAll(".differences thead th").length === 3);
    assert.deepEqual(await differences(), [["seed", "1", "2"]]);
    await page.click(".legend li:last-child input");
  });
  await step("curves are read by the keyboard, and the address keeps the choice", async () => {
    await page.focus(".curves .smoothing");
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowRight");
    await page.focus(".legend input");
    await page.keyboard.press("Space");
    await until(page, () => location.search.includes("smooth=0.03") && location.search.includes("hide="));
    await page.reload();
    await until(page, () => document.querySelectorAll(".charts figure:first-child .values li").length === 1);
    const last = await text(page, ".values");
    await page.focus(".curves .at");
    await page.keyboard.press("Home");
    await until(page, (last) => document.querySelector(".curves .bar output").innerText === "1" && document.querySelector(".values").innerText !== last, last);
    await page.keyboard.press("End");
    await until(page, () => document.querySelector(".curves .bar output").innerText === "the end");
    await page.goto(`${base}/runs?log=1&over=epoch`);
    await until(page, () => document.querySelector(".charts figcaption")?.innerText.includes("over epochs"));
    assert.equal(await page.$eval(".curves .check input", (box) => box.checked), true);
  });
  for (const theme of themes) {
    await step(`no serious fault of access in the ${theme} theme`, async () => {
      await openScore("minuet");
      const score = new URL(page.url()).pathname;
      for (const at of [...PAGES, score, ...["1", "3"].map((file) => "/d/songs/i/" + "0".repeat(31) + file)]) {
        await page.goto(base + at);
        await page.evaluate((name) => localStorage.setItem("theme", name), theme);
        await page.reload();
        if (/^\/(q\?|m\/builtin%3Adrums)/.test(at)) await run(page);
        if (at === score) await bars();
        if (at === "/m/builtin%3Asongs") await page.waitForSelector(".several");
        await page.evaluate(() => document.querySelectorAll(".several").forEach((one) => (one.open = true)));
        if (at === "/m/waves") {
          await (await page.waitForSelector(".samples .play")).click();
          await page.waitForSelector(".samples .wave");
        }
        for (const width of WIDTHS) {
          await page.setViewport({ width, height: 820 });
          await new Promise((end) => setTimeout(end, 350));
          await page.evaluate(axe);
          const faults = await page.evaluate(async () =>
            (await window.axe.run(document)).violations
              .filter((fault) => ["serious", "critical"].includes(fault.impact))
              .map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.target.join(" ")).join(", ")}`));
          assert.deepEqual(faults, [], `${at} at ${width}`);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${at} at ${width} is ${over} px too wide`);
          if (pictures) await page.screenshot({ path: `${pictures}/${at.replace(/=.*/, "").replaceAll(/[/?]/g, "_")}-${width}-${theme}.png` });
        }
      }
    });
  }
  assert.deepEqual(complaints, []);
  console.log("ok   no error in the console, no request elsewhere");
} finally {
  timers.forEach(clearInterval);
  await browser.close();
}
