package io.partita.kind.note;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.kind.musicvae.MusicVae;
import io.partita.model.TrainableModel;
import io.partita.nn.optim.Optimizer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How many numbers a network has is known before it is built. */
class ParametersTest {
  static Stream<TrainableModel<?>> models() {
    return Stream.concat(
        Stream.of(NoteLstm.Recurrent.values())
            .flatMap(
                recurrent ->
                    Stream.of(1, 2)
                        .map(
                            layers ->
                                new NoteLstm(
                                    7, 3, layers, 5, 4, 0.1, NoteLstm.Mode.WINDOW, recurrent, 2))),
        Stream.of(
            new NoteLstm(7, 3, 2, 5, 4, 0, NoteLstm.Mode.SEQUENCE, NoteLstm.Recurrent.OWN, 2),
            small("cat-drums_2bar_tiny", Map.of()),
            small("cat-drums_2bar_tiny", Map.of("samplingRate", "0")),
            small("hier-drums_4bar_tiny", Map.of("conductorUnits", "[7, 3]")),
            small("hier-drums_4bar_tiny", Map.of("decoderUnits", "[5, 3, 2]"))));
  }

  private static MusicVae small(String config, Map<String, String> more) {
    return MusicVae.named(config)
        .with(Map.of("encoderUnits", "4", "decoderUnits", "[5, 6]", "latent", "3"))
        .with(more);
  }

  @ParameterizedTest
  @MethodSource("models")
  void theyAreCountedAsTheGraphHasThem(TrainableModel<?> model) {
    assertThat(model.parameters())
        .isEqualTo(model.network(1, Optimizer.constant(1e-3)).params().length());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void theyAreThePublishedOnes(String config, long parameters) {
    assertThat(MusicVae.named(config).parameters()).isEqualTo(parameters);
  }

  static List<Arguments> configs() {
    return List.of(
        Arguments.of("cat-drums_2bar_small", 4_636_672L),
        Arguments.of("hier-drums_4bar_small", 5_689_344L),
        Arguments.of("cat-drums_2bar_tiny", 183_520L),
        Arguments.of("hier-drums_4bar_tiny", 227_296L));
  }
}
