package io.partita.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.partita.MalformedInputException;
import io.partita.midi.MidiReader;
import io.partita.midi.MidiWriter;
import io.partita.report.PianoRollPicture;
import io.partita.report.RollNote;
import io.partita.symbolic.NoteLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes generated notes: what to play, what to hear, what to see, and where it comes from. The
 * JSON file is the last: where it is, the others are whole.
 *
 * @param program 0 to 127
 * @param noteS seconds of each note
 * @param withPrompt whether the prompt is played before what follows it
 */
record GenerationFiles(Path folder, int program, double noteS, boolean withPrompt) {
  private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();
  private static final int SAMPLE_RATE_HZ = 44_100;

  /**
   * Writes NAME.mid, NAME.wav, NAME.png and NAME.json.
   *
   * @param title of the picture
   * @param provenance what the JSON file says before the pitches
   */
  void write(
      String name, String title, short[] prompt, short[] pitches, Map<String, Object> provenance)
      throws IOException {
    short[] played = withPrompt ? joined(prompt, pitches) : pitches;
    byte[] midi = MidiWriter.write(NoteLine.score(played, program, noteS));
    NewFile.write(folder.resolve(name + ".mid"), part -> Files.write(part, midi));
    NewFile.write(folder.resolve(name + ".wav"), part -> play(midi, part));
    byte[] picture = PianoRollPicture.png(title, roll(prompt, pitches));
    NewFile.write(folder.resolve(name + ".png"), part -> Files.write(part, picture));
    Map<String, Object> answer = new LinkedHashMap<>(provenance);
    answer.put("program", program);
    answer.put("note_seconds", noteS);
    answer.put("with_prompt", withPrompt);
    answer.put("prompt_pitches", prompt);
    answer.put("pitches", pitches);
    NewFile.write(folder.resolve(name + ".json"), part -> JSON.writeValue(part.toFile(), answer));
  }

  private static void play(byte[] midi, Path wav) throws IOException {
    try {
      Render.play(MidiReader.events(midi), SAMPLE_RATE_HZ, null, wav);
    } catch (MalformedInputException e) {
      throw new IllegalStateException("What was just written cannot be played", e);
    }
  }

  private List<RollNote> roll(short[] prompt, short[] pitches) {
    short[] all = joined(prompt, pitches);
    List<RollNote> roll = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      roll.add(new RollNote(i * noteS, (i + 1) * noteS, all[i], i < prompt.length));
    }
    return roll;
  }

  private static short[] joined(short[] first, short[] second) {
    short[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
