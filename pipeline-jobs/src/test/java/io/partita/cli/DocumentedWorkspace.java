package io.partita.cli;

import io.partita.AudioSample;
import io.partita.InputArchives;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import io.partita.SoundSample;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumLoop;
import io.partita.midi.MidiWriter;
import io.partita.numpy.Npy;
import io.partita.symbolic.NoteLine;
import io.partita.synth.FontBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A folder with all that the documents' examples name: archives, files, a lake and models of
 * generated data. Written once for all tests, who must not change it.
 */
final class DocumentedWorkspace {
  /** A track of the data set {@code a}. */
  static final String TRACK = "recordings/tune0.wav";

  /** A graph of one node: enough to be looked into. */
  private static final String WEIGHTS = "02000000000000007b7d";

  private static final String SCORE =
      """
      <score-partwise version="4.0">
        <part-list><score-part id="P1"><part-name>Flute</part-name></score-part></part-list>
        <part id="P1"><measure number="1">
          <attributes><divisions>1</divisions></attributes>
          <note><pitch><step>C</step><octave>5</octave></pitch><duration>4</duration></note>
        </measure></part>
      </score-partwise>
      """;

  private static final List<String> GENRES = List.of("jazz", "rock");
  private static final int SONGS = 12;
  private static final int BEATS = 24;

  private final Path folder;

  private DocumentedWorkspace(Path folder) {
    this.folder = folder;
  }

  static Path get() {
    return SharedFolders.get("documented", folder -> new DocumentedWorkspace(folder).make())
        .folder();
  }

  private String make() throws IOException {
    archives();
    files();
    sounds();
    lake();
    models();
    return "";
  }

  private void archives() throws IOException {
    SortedMap<String, byte[]> songs = Sample.get().members();
    copy(Sample.get().archive(), "lmd_matched.tar.gz");
    SortedMap<String, byte[]> first = new TreeMap<>();
    songs.forEach(
        (path, song) -> {
          if (first.size() < SONGS && !path.startsWith(Sample.DAMAGED)) {
            first.put(path, song);
          }
        });
    List<byte[]> contents = List.copyOf(first.values());
    byte[] song = line(200, 0);
    first.put("lmd_matched/song.mid", song);
    InputArchives.write(folder.resolve("lmd_full.tar.gz"), first);
    SortedMap<String, byte[]> midi = new TreeMap<>();
    for (int i = 0; i < contents.size(); i++) {
      midi.put("midi/song " + i + ".mid", contents.get(i));
    }
    midi.put("midi/Billie Jean.mid", song);
    for (String input : List.of("midi", "pop909.zip", "piano-midi-de.zip")) {
      InputArchives.write(folder.resolve(input), midi);
    }
    SortedMap<String, byte[]> groove = groove();
    InputArchives.write(folder.resolve("groove.zip"), groove);
    InputArchives.write(folder.resolve("groove"), groove);
    InputArchives.write(folder.resolve("data/groove-v1.0.0-midionly.zip"), groove);
    SortedMap<String, byte[]> scores = new TreeMap<>();
    scores.put("scores/whole note.musicxml", SCORE.getBytes(StandardCharsets.UTF_8));
    InputArchives.write(folder.resolve("scores.zip"), scores);
    for (String collection : List.of("cello-suites", "mutopia")) {
      SortedMap<String, byte[]> lines = new TreeMap<>();
      for (int i = 0; i < 24; i++) {
        lines.put(collection + "/line" + i + ".mid", line(i, 42));
      }
      InputArchives.write(folder.resolve(collection), lines);
    }
    Files.write(folder.resolve("song.mid"), song);
    Files.write(folder.resolve("some.mid"), contents.get(1));
    Files.write(folder.resolve("theme.mid"), line(100, 42));
    for (String name : List.of("beat", "rock", "funk")) {
      Files.write(folder.resolve(name + ".mid"), beat(name.charAt(0)));
    }
  }

  /** Beats as files and rows of the Groove MIDI Dataset. */
  private static SortedMap<String, byte[]> groove() {
    List<String> names =
        List.of(
            "eval_session/1_funk-groove1_138_beat_4-4.mid",
            "eval_session/8_rock-groove8_65_beat_4-4.mid");
    SortedMap<String, byte[]> members = new TreeMap<>();
    StringBuilder catalog = new StringBuilder("drummer,session,style,midi_filename,split\n");
    for (int i = 0; i < BEATS; i++) {
      String drummer = "drummer" + (i % 2 + 1);
      String name =
          i < names.size() ? "drummer1/" + names.get(i) : drummer + "/session1/" + i + "_rock.mid";
      String split = i % 6 == 0 ? "test" : i % 6 == 1 ? "validation" : "train";
      members.put("groove/" + name, beat(i));
      catalog
          .append(String.join(",", name.substring(0, 8), "session1", "rock", name, split))
          .append('\n');
    }
    members.put("groove/info.csv", catalog.toString().getBytes(StandardCharsets.UTF_8));
    return members;
  }

  /** Drums of 24 bars, hit by chance. */
  private static byte[] beat(int seed) {
    SplittableRandom dice = new SplittableRandom(seed);
    int[] beat = new int[16 * 24];
    for (int step = 0; step < beat.length; step++) {
      beat[step] |= step % 2 == 0 ? DrumClass.CLOSED_HI_HAT.bit() : 0;
      beat[step] |= step % 8 == 0 || dice.nextInt(6) == 0 ? DrumClass.KICK.bit() : 0;
      beat[step] |= step % 8 == 4 || dice.nextInt(9) == 0 ? DrumClass.SNARE.bit() : 0;
    }
    return MidiWriter.write(DrumLoop.score(beat));
  }

  /** A walk of 120 notes. */
  private static byte[] line(int seed, int program) {
    SplittableRandom dice = new SplittableRandom(seed);
    int[] pitches = new int[120];
    int pitch = 55;
    for (int i = 0; i < pitches.length; i++) {
      pitch = Math.max(40, Math.min(70, pitch + dice.nextInt(7) - 3));
      pitches[i] = pitch;
    }
    return MidiWriter.write(NoteLine.score(pitches, program, 0.25));
  }

  private void files() throws IOException {
    Files.write(folder.resolve("piano.sf2"), new FontBuilder().build());
    float[] values = new float[160];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    Files.write(folder.resolve("codebooks.npy"), Npy.of(values, 4, 5, 8).toFloat32());
    Files.write(folder.resolve("latents.npy"), Npy.of(values, 20, 8).toFloat32());
    for (String model : List.of("rave.ts", "vocoder.ts")) {
      Files.write(folder.resolve(model), HexFormat.of().parseHex(WEIGHTS));
    }
    Files.writeString(folder.resolve("report.sql"), "SELECT count(*) FROM midi_files;\n");
    String track = Sample.get().members().firstKey().replaceAll(".*/(TR[^/]*)/.*", "$1");
    Files.writeString(folder.resolve("mine.csv"), track + ",5\n");
  }

  private void sounds() throws IOException {
    for (int i = 0; i < 12; i++) {
      sound("recordings/tune" + i + ".wav", i);
    }
    for (int i = 0; i < 6; i++) {
      sound("audio/librosa/tune" + i + ".wav", i);
    }
    Map<String, List<String>> lists = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      String genre = GENRES.get(i % 2);
      String name = genre + "/" + genre + ".0000" + i + ".wav";
      sound("genres/" + name, i);
      String split = i < 6 ? "train" : i < 9 ? "valid" : "test";
      lists.computeIfAbsent(split, any -> new ArrayList<>()).add(name);
    }
    for (Map.Entry<String, List<String>> list : lists.entrySet()) {
      Files.write(folder.resolve(list.getKey() + "_filtered.txt"), list.getValue());
    }
    sound("clip.wav", 0);
    Files.write(folder.resolve("clip.mp3"), AudioSample.wholeClip().getValue());
    run("convert", "clip.wav", "mel.npy");
  }

  private void sound(String name, int number) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    SoundSample.write(file, SoundSample.tune(number, 4, 0.5f));
  }

  private void lake() throws IOException {
    SharedFolders.copy(Sample.get().lake(), folder.resolve("lake"));
    SharedFolders.copy(AudioSample.lake(), folder.resolve("lake"));
    run("tokenize --lake lake --dataset lmd_matched --tokens remi");
    for (String dataset : List.of("lmd", "lmd_full", "pop909")) {
      run("ingest lmd --input lmd_full.tar.gz --tokens remi --lake lake --dataset " + dataset);
    }
    run("ingest midi --input groove.zip --lake lake --dataset groove");
    run("slice drums --lake lake --dataset groove --bars 2");
    run("ingest midi --input midi --lake lake --dataset midi --tokens remi");
    run("slice melodies --lake lake --dataset midi --bars 2");
    run("ingest midi --input cello-suites --lake lake --dataset cello --split 75/8/17");
    run("ingest audio --input genres --lake lake --dataset gtzan --split 70/15/15");
  }

  private void models() throws IOException {
    run(
        "train musicvae --lake lake --dataset groove --config cat-drums_2bar_tiny --batch 8"
            + " --iterations 2 --workers 0 --model models/drums");
    run(
        "train cvae --lake lake --dataset gtzan --config mel-conv-tiny --epochs 1 --workers 0"
            + " --model models/sounds");
    for (String name : List.of("mine", "groove")) {
      SharedFolders.copy(folder.resolve("models/drums"), folder.resolve("models/" + name));
    }
    run("model publish --model models/drums --out published/drums");
  }

  private void copy(Path file, String name) throws IOException {
    SharedFolders.copyFile(file, folder.resolve(name));
  }

  private void run(String... words) {
    DocumentedLine line = DocumentedLine.ofCommand(String.join(" ", words));
    PartitaRun.of(line.words(folder).toArray()).exits(0);
  }
}
