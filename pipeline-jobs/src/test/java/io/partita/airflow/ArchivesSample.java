package io.partita.airflow;

import io.partita.AudioSample;
import io.partita.InputArchives;
import io.partita.SharedFolders;
import io.partita.sample.SampleData;
import io.partita.sample.SampleOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generated archives under the names that the DAGs read: written once for all tests. */
final class ArchivesSample {
  private static final int TRACKS = 60;
  private static final int CLIPS = 6;
  private static final int FILES_OF_A_CORPUS = 9;

  /** The same as lmd_matched.tar.gz, which is another input. */
  static final String OTHER_NAME = "lmd_again.tar.gz";

  private static Path folder;

  private ArchivesSample() {}

  /** The folder of all of them, which must not be changed. */
  static synchronized Path folder() {
    if (folder == null) {
      folder = SharedFolders.get("archives", ArchivesSample::write).folder();
    }
    return folder;
  }

  /** With this seed each split has some drums. */
  private static String write(Path archives) throws IOException {
    SampleData.write(archives, new SampleOptions(TRACKS, 3, TRACKS, 0, CLIPS), (n, of) -> {});
    Files.copy(archives.resolve("lmd_matched.tar.gz"), archives.resolve(OTHER_NAME));
    SortedMap<String, byte[]> songs = InputArchives.members(archives.resolve("lmd_matched.tar.gz"));
    List<byte[]> contents = new ArrayList<>(songs.values()).subList(0, 2 * FILES_OF_A_CORPUS);

    SortedMap<String, byte[]> cello = new TreeMap<>();
    SortedMap<String, byte[]> groove = new TreeMap<>();
    StringBuilder catalog = new StringBuilder("midi_filename,style,split\n");
    for (int i = 0; i < FILES_OF_A_CORPUS; i++) {
      cello.put("cello/cs" + i + "-1pre.mid", contents.get(2 * i));
      groove.put("groove/drummer1/" + i + ".mid", contents.get(2 * i + 1));
      String split = i % 3 == 0 ? "test" : "train";
      catalog.append("drummer1/").append(i).append(".mid,rock,").append(split).append('\n');
    }
    groove.put("groove/info.csv", catalog.toString().getBytes(StandardCharsets.UTF_8));
    InputArchives.write(archives.resolve("cello"), cello);
    InputArchives.write(archives.resolve("groove-v1.0.0-midionly.zip"), groove);

    SortedMap<String, byte[]> genres = new TreeMap<>();
    AudioSample.members(archives.resolve("fma_small.zip"))
        .forEach((path, bytes) -> genres.put("genres/blues/" + Path.of(path).getFileName(), bytes));
    InputArchives.write(archives.resolve("genres.tar.gz"), genres);
    return "";
  }
}
