package io.partita.model.job;

import io.partita.model.ModelKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** Help of a command that is made from what the kinds of models say of themselves. */
public final class KindHelp {
  private KindHelp() {}

  /**
   * What a command's help says of a kind: a text beside its class, with what people call one of the
   * kind in the place of {@code {title}}; nothing where it has none.
   */
  public static List<String> text(ModelKind<?> kind, String command) {
    return beside(kind.getClass(), kind.texts() + "-" + command).stream()
        .map(line -> line.replace("{title}", kind.title()))
        .toList();
  }

  /** The lines of a text beside a class; none where there is none of that name. */
  public static List<String> beside(Class<?> type, String name) {
    try (InputStream text = type.getResourceAsStream(name + ".txt")) {
      return text == null
          ? List.of()
          : new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts lines before those that a command ends its help with, after an empty one. */
  public static void add(CommandSpec command, Stream<String> lines) {
    String[] rest = command.usageMessage().footer();
    command
        .usageMessage()
        .footer(
            Stream.of(Stream.of(""), lines, Arrays.stream(rest))
                .flatMap(part -> part)
                .toArray(String[]::new));
  }
}
