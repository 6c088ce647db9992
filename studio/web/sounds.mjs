// Makes sounds.sf3 of the page from FluidR3Mono_GM.sf3 (MIT, Debian's fluidr3mono-gm-soundfont):
// one drum kit and the programs whose samples are few. Run by hand; CI has only its result.
//   node sounds.mjs FluidR3Mono_GM.sf3 ../src/main/resources/io/partita/studio/web/sounds.sf3
import { readFileSync, writeFileSync } from "node:fs";
import { SoundBankLoader } from "spessasynth_core";

const PROGRAMS = new Set([
  0, 11, 16, 24, 27, 32, 33, 38, 39, 48, 50, 51, 56, 57, 62, 65, 73, 80, 81, 89, 90, 94, 95,
]);
const [from, to] = process.argv.slice(2);
const file = readFileSync(from);
const bank = SoundBankLoader.fromArrayBuffer(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength));
for (const preset of [...bank.presets]) {
  const isKept = preset.isAnyDrums ? preset.program === 0 : preset.bankMSB === 0 && PROGRAMS.has(preset.program);
  if (!isKept) bank.deletePreset(preset);
}
bank.removeUnusedElements();
bank.soundBankInfo.comment = "A part of FluidR3Mono_GM, under the MIT licence: sounds-LICENSE.txt";
const written = await bank.writeSF2({ bankVersion: "soundFont3" });
writeFileSync(to, Buffer.from(written.buffer ?? written));
console.log(bank.presets.length + " presets");
