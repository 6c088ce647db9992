package io.partita.model.run;

import static io.partita.MistakeAssert.assertThatMistake;
import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.Mistake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.MutuallyExclusiveArgsException;

class SeedOptionsTest {
  private static SeedOptions parsed(String... arguments) {
    SeedOptions options = new SeedOptions();
    new CommandLine(options).parseArgs(arguments);
    options.check();
    return options;
  }

  @Test
  void oneSeedIsTheModelsOwnFolder() {
    assertThat(parsed().all()).containsExactly(1L);
    assertThat(parsed("--seed", "-7").all()).containsExactly(-7L);
    assertThat(parsed("--seed", "-7").folder("m", -7)).isEqualTo("m");
    assertThat(parsed().areSeveral()).isFalse();
  }

  @Test
  void aRangeHasAFolderForEach() {
    SeedOptions options = parsed("--seeds", "-1..2");

    assertThat(options.all()).containsExactly(-1L, 0L, 1L, 2L);
    assertThat(options.areSeveral()).isTrue();
    assertThat(options.folder("m", -1)).isEqualTo("m/seed--1");
    assertThat(parsed("--seeds", "3..3").folder("m", 3)).isEqualTo("m/seed-3");
    assertThat(parsed("--seeds", "1..100").all()).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "3..",
        "..3",
        "5..1",
        "1...3",
        "1..101",
        "1-5",
        "a..b",
        "1..2..3",
        "-999999999999999999..999999999999999999",
        "1..99999999999999999999"
      })
  void whatIsNoRangeIsAMistake(String seeds) {
    assertThatMistake(() -> parsed("--seeds", seeds))
        .is(Mistake.BAD_OPTION)
        .names("--seeds", "1", "100", seeds);
  }

  @Test
  void aSeedAndARangeAreAMistake() {
    assertThatThrownBy(() -> parsed("--seeds", "1..2", "--seed", "1"))
        .isInstanceOf(MutuallyExclusiveArgsException.class)
        .message()
        .is(naming("--seed", "--seeds"));
  }
}
