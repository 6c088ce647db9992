package io.partita.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the path of a file in a Lakh MIDI archive says about it: {@code
 * lmd_matched/G/D/V/TRGDVGJ128F92FFA60/<md5>.mid}, {@code lmd_full/<h>/<md5>.mid} and {@code
 * clean_midi/<Artist>/<Title>[.n].mid}.
 *
 * @param msdTrackId the Million Song track that the file was matched to: TR and 16 of A–Z and 0–9,
 *     the folder of that form nearest to the file
 * @param md5 the MD5 that the base name claims, 32 hexadecimal digits in lower case; the file's
 *     real one may differ
 * @param artist the artist's name as the folder below {@code clean_midi} has it
 * @param title the title as the base name there has it, without the number that tells versions
 *     apart
 */
public record LakhPath(
    Optional<String> msdTrackId,
    Optional<String> md5,
    Optional<String> artist,
    Optional<String> title) {
  private static final Pattern TRACK_ID = Pattern.compile("TR[A-Z0-9]{16}");
  private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");
  private static final Pattern MIDI_NAME =
      Pattern.compile("(.+?)\\.midi?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern VERSION = Pattern.compile("\\.[0-9]+$");

  /** Never fails; what the path does not say is empty. */
  public static LakhPath of(String path) {
    List<String> components = Arrays.asList(path.split("/", -1));
    List<String> folders = components.subList(0, components.size() - 1);
    Optional<String> name = stem(components.get(components.size() - 1));
    Optional<String> artist = name.flatMap(stem -> cleanMidiArtist(folders));
    return new LakhPath(
        lastTrackId(folders),
        name.filter(stem -> MD5.matcher(stem).matches()).map(md5 -> md5.toLowerCase(Locale.ROOT)),
        artist,
        artist.flatMap(known -> name.map(LakhPath::withoutVersion)));
  }

  private static Optional<String> stem(String baseName) {
    Matcher matcher = MIDI_NAME.matcher(baseName);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<String> lastTrackId(List<String> folders) {
    return folders.stream()
        .filter(folder -> TRACK_ID.matcher(folder).matches())
        .reduce((earlier, later) -> later);
  }

  private static Optional<String> cleanMidiArtist(List<String> folders) {
    int last = folders.size() - 1;
    boolean isCleanMidi = last >= 1 && folders.get(last - 1).equals("clean_midi");
    return isCleanMidi ? Optional.of(folders.get(last)) : Optional.empty();
  }

  private static String withoutVersion(String stem) {
    String title = VERSION.matcher(stem).replaceFirst("");
    return title.isEmpty() ? stem : title;
  }
}
