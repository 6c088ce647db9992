package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.PartitaRun;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpPageTest {
  static Stream<String> commands() {
    return Commands.names().stream();
  }

  /** What is needed is shown whatever it is, and an option less than a line saves is shown, too. */
  @ParameterizedTest
  @MethodSource("commands")
  void showsTenOptionsAtMost(String command) {
    assertThat(options(help(command))).hasSizeLessThanOrEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theWholeHelpHasEveryOption(String command) {
    List<String> all =
        Partita.program().getSubcommands().get(command).getCommandSpec().options().stream()
            .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
            .map(option -> option.longestName().substring(2))
            .toList();

    String help = help(command, HelpPage.ALL);
    assertThat(all).allSatisfy(name -> assertThat(help).contains(name));
  }

  @Test
  void withAModelItShowsTheOptionsOfItsKind() {
    String drums = help("generate", "builtin:drums", "--help-all");
    String songs = help("generate", "--model=builtin:songs", "--help-all");

    assertThat(songs).contains("--prompt");
    assertThat(drums).contains("--count").doesNotContain("--prompt", "--start-seed");
    assertThat(help("generate", "none-such", "--help")).contains("--count");
  }

  @Test
  void onlyTheWholeHelpListsTheFieldsOfTheAnswer() {
    assertThat(help("slice drums", "--help-all")).contains("Fields of --json: files");
    assertThat(help("slice drums")).doesNotContain("Fields of --json", "roland_hits");
  }

  @Test
  void helpAloneIsTheProgramsHelp() {
    assertThat(PartitaRun.of("help").exits(0).out())
        .isEqualTo(PartitaRun.of("--help").exits(0).out())
        .contains("Examples:");
  }

  @Test
  void aConversionHasItsOwn() {
    assertThat(help("convert", "a.mid", "b.wav")).contains("--soundfont");
    assertThat(help("convert", "a.mid", "b.npy")).contains("--per-beat");
    assertThat(help("convert")).contains("lake:").doesNotContain("--per-beat=");
  }

  private static String help(String command, String... words) {
    String[] line =
        Stream.of(Stream.of(command.split(" ")), Stream.of(words), Stream.of("--help"))
            .flatMap(word -> word)
            .toArray(String[]::new);
    return PartitaRun.of((Object[]) line).exits(0).out();
  }

  private static List<String> options(String help) {
    return help.lines().filter(line -> line.matches("(  -\\w,|     ) --\\S+( {2,}.*)?")).toList();
  }
}
