package io.partita.sample.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StyleTest {
  static List<Style> styles() {
    return Style.ALL;
  }

  @Test
  void coversTheStylesTheSheetNames() {
    assertThat(Style.ALL)
        .extracting(style -> style.name)
        .containsExactly(
            "rock",
            "funk",
            "hip-hop",
            "jazz-swing",
            "bossa",
            "disco",
            "ballad",
            "soul-6/8",
            "waltz",
            "reggae",
            "electronic",
            "folk");
  }

  @ParameterizedTest
  @MethodSource("styles")
  void fillsItsBarsExactly(Style style) {
    int steps = style.quartersPerBar() * 4;
    Stream<String> drums =
        Stream.of(style.lowGrooves, style.highGrooves, style.fills)
            .flatMap(List::stream)
            .flatMap(groove -> groove.lines().stream())
            .map(Groove.Line::pattern);
    Stream<String> others =
        Stream.of(
                style.lowBasses, style.highBasses, style.lowComps, style.highComps, style.arpeggios)
            .flatMap(List::stream);

    assertThat(Stream.concat(drums, others))
        .as(style.name)
        .allSatisfy(pattern -> assertThat(steps % pattern.length()).as(pattern).isZero());
  }

  @ParameterizedTest
  @MethodSource("styles")
  void hasWhatEveryBandMemberNeeds(Style style) {
    assertThat(style.modes).allSatisfy(mode -> assertThat(style.loops(mode)).isNotEmpty());
    assertThat(style.lowGrooves).isNotEmpty();
    assertThat(style.highGrooves).isNotEmpty();
    assertThat(style.fills).isNotEmpty();
    assertThat(style.lowBasses).isNotEmpty();
    assertThat(style.highBasses).isNotEmpty();
    assertThat(style.lowComps).isNotEmpty();
    assertThat(style.highComps).isNotEmpty();
    assertThat(style.terms).isNotEmpty();
    assertThat(style.band)
        .extracting(Style.Chair::role)
        .contains(Style.Role.DRUMS, Style.Role.BASS, Style.Role.COMP, Style.Role.LEAD);
    assertThat(style.band)
        .allSatisfy(
            chair -> {
              assertThat(chair.programs()).allMatch(program -> program >= 0 && program <= 127);
              assertThat(chair.high() - chair.low()).as(chair.name()).isGreaterThanOrEqualTo(12);
              assertThat(chair.role() != Style.Role.ARP || !style.arpeggios.isEmpty()).isTrue();
            });
  }
}
