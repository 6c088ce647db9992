package io.partita.model.archive;

import io.partita.lake.file.AtomicFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Pictures of what a model made after its epochs, and sounds, in a folder of its archive. */
public record EpochPictures(ModelFolder folder) {
  /** All of them as one picture, beside the card. */
  public static final String SHEET = "epochs.png";

  private static final String FOLDER = "epochs";
  private static final Pattern NAME = Pattern.compile("epoch-(\\d{3,9})\\.png");

  /** Writes that of an epoch, counted from 1; 0 is before the first. */
  public void write(int epoch, byte[] png) throws IOException {
    folder.whole(FOLDER).deleteLink(); // the archive may come from anybody
    folder.write(file(epoch), png);
  }

  /** Writes a sound of an epoch, or what they all are to be compared with. */
  public void write(String name, Path wav) throws IOException {
    folder.whole(FOLDER).deleteLink();
    folder.write(FOLDER + "/" + name + ".wav", Files.readAllBytes(wav));
  }

  /** Its path below the archive's folder. */
  public static String file(int epoch) {
    return String.format(Locale.ROOT, "%s/epoch-%03d.png", FOLDER, epoch);
  }

  /** The epochs that have one, in their order. */
  public List<Integer> epochs() throws IOException {
    AtomicFile pictures = folder.whole(FOLDER);
    if (pictures.isLink()) {
      return List.of();
    }
    try {
      return Arrays.stream(pictures.fs().listStatus(pictures.path()))
          .flatMap(file -> NAME.matcher(file.getPath().getName()).results())
          .map((MatchResult name) -> Integer.valueOf(name.group(1)))
          .sorted()
          .toList();
    } catch (FileNotFoundException e) {
      return List.of(); // none was drawn
    }
  }

  /**
   * The picture of an epoch, or nothing where it has none.
   *
   * @throws io.partita.UserException when it is no plain file, or too large
   */
  public Optional<byte[]> read(int epoch) throws IOException {
    return folder.whole(FOLDER).isLink() ? Optional.empty() : folder.read(file(epoch));
  }

  /** Deletes them all. */
  void delete() throws IOException {
    AtomicFile pictures = folder.whole(FOLDER);
    pictures.fs().delete(pictures.path(), true);
  }
}
