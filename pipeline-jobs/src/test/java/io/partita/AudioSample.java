package io.partita;

import io.partita.sample.SampleData;
import io.partita.sample.SampleOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Generated audio in the Free Music Archive's layout, and a lake made of it: written once for all
 * tests.
 */
public final class AudioSample {
  /** Sound ones; with them come a cut one, a web page, an empty one and one without a row. */
  public static final int CLIPS = 8;

  private static final int CLIP_SECONDS = 6;

  private static Path folder;
  private static String wholeClip;

  private AudioSample() {}

  /** The folder with fma_small.zip and fma_metadata.zip, which must not be changed. */
  public static synchronized Path folder() {
    if (folder == null) {
      SampleOptions options = new SampleOptions(1, 5, 1, 0, CLIPS, CLIP_SECONDS);
      SharedFolders.Made made =
          SharedFolders.get(
              "audio",
              to -> SampleData.write(to, options, (done, total) -> {}).wholeClip().orElseThrow());
      wholeClip = made.told();
      folder = made.folder();
    }
    return folder;
  }

  /** A lake with the archive as data set fma, and its audio alone as data set audio. */
  public static Path lake() {
    Path folder = folder();
    return SharedFolders.get("audio-lake", to -> ingest(folder, to)).folder();
  }

  private static String ingest(Path folder, Path lake) {
    Path audio = folder.resolve("fma_small.zip");
    Path metadata = folder.resolve("fma_metadata.zip");
    PartitaRun.line(
            "ingest-fma --input {} --metadata {} --lake {} --dataset fma", audio, metadata, lake)
        .exits(0);
    PartitaRun.of("ingest-audio", "--input", audio, "--lake", lake, "--dataset", "audio").exits(0);
    return "";
  }

  public static Path audio() {
    return folder().resolve("fma_small.zip");
  }

  public static Path metadata() {
    return folder().resolve("fma_metadata.zip");
  }

  /** The files of a zip by their paths. */
  public static SortedMap<String, byte[]> members(Path zip) {
    SortedMap<String, byte[]> members = new TreeMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        members.put(entry.getName(), file.getInputStream(entry).readAllBytes());
      }
      return members;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A member that is whole, with a row. */
  public static Map.Entry<String, byte[]> wholeClip() {
    byte[] content = members(audio()).get(wholeClip);
    return Map.entry(wholeClip, content);
  }
}
