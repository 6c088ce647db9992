package io.partita.command.publish;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.UntrainedModel;
import io.partita.kind.musicvae.MusicVaeKind;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Small copies of models, and the models that come with Partita, by the command line. */
@Tag("spark")
class PackModelTest extends PublishedModelFixture {
  private PartitaRun pack(String model, String out, Object... more) {
    Object[] words = {"model-pack", "--model", folder.resolve(model), "--out", folder.resolve(out)};
    Object[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return PartitaRun.of(all);
  }

  @Test
  void aCopyIsAFewFilesAndPlaysLikeTheModel() throws IOException {
    JsonNode made = pack("one", "small", "--json").json();

    assertThat(made.fieldNames())
        .toIterable()
        .containsExactly("from", "to", "parameters", "bytes", "network_sha256", "largest_change");
    assertThat(made.path("to").asText()).isEqualTo(folder.resolve("small").toString());
    assertThat(made.path("parameters").asLong()).isEqualTo(one.network().parameters());
    assertThat(made.path("bytes").asLong()).isLessThan(one.network().bytes() * 6 / 10);
    assertThat(made.path("largest_change").asDouble()).isBetween(1e-9, 1e-3);
    String file = live("small").used().name();
    assertThat(live("small").used().sha256()).isEqualTo(made.path("network_sha256").asText());
    assertThat(files("small")).containsExactly("model.json", file);
    TrainedModel<?> read = read("small");
    assertThat(read.weights().params().distance2(read("one").weights().params())).isLessThan(0.01);
    for (String model : new String[] {"one", "small"}) {
      PartitaRun.line(
              "generate --model {} --argmax --out {}", folder.resolve(model), folder.resolve("o"))
          .exits(0);
    }
    assertThat(folder.resolve("o/small-s1-01.mid"))
        .hasSameBinaryContentAs(folder.resolve("o/one-s1-01.mid"));
    assertThat(PartitaRun.of("model-show", folder.resolve("small")).exits(0).out())
        .contains(file, "float16");
    assertThat(pack("small", "again").exits(0).out()).is(naming("0.0"));
    assertThat(live("again")).isEqualTo(live("small"));
    assertThat(live("small").provenance().lake()).doesNotContain("/");
    publishAgain();
  }

  private TrainedModel<?> read(String model) throws IOException {
    return TrainedModel.read(
        MusicVaeKind.KIND, folder.resolve(model).toString(), new Configuration());
  }

  private void publishAgain() throws IOException {
    publish("small").exits(0);
    assertThat(files("to")).contains(live("small").used().name());
  }

  @Test
  void mistakesAreToldInALine() throws IOException {
    pack("one", "small").exits(0);
    pack("two", "small")
        .mistake(Mistake.OCCUPIED)
        .names(folder.resolve("small"), "--replace", "--out")
        .namesNot("--resume")
        .namesNot("--model");
    assertThat(folder.resolve("small/_lock")).doesNotExist();
    pack("two", "small", "--replace").exits(0);
    assertThat(files("small")).containsExactly("model.json", live("small").used().name());
    pack("one", "one", "--replace")
        .mistake(Mistake.SAME_FILE)
        .names("--out", "--model", folder.resolve("one"));
    UntrainedModel.writeQuantiser(folder.resolve("codes"));
    pack("codes", "x").mistake(Mistake.WRONG_MODEL).names("quantiser", folder.resolve("codes"));
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aCopyMayPlayOtherwiseWithTheSameWeights() throws IOException {
    Path loud = folder.resolve("loud");
    String command = "model pack --model builtin:humanize --out {} --set ";
    PartitaRun.line(command + "velocitySpread=1.5", loud).exits(0);
    assertThat(live("loud").config().path("velocitySpread").asDouble()).isEqualTo(1.5);
    assertThat(live("loud").used().parametersSha256())
        .isEqualTo(
            TrainedModel.read("builtin:humanize", new Configuration())
                .card()
                .used()
                .parametersSha256());
    PartitaRun.line(command + "latent=3", folder.resolve("x"))
        .mistake(Mistake.BAD_OPTION)
        .names("velocitySpread", "latent");
    PartitaRun.line(command + "timingSpread=9", folder.resolve("x"))
        .mistake(Mistake.BAD_OPTION)
        .names("timingSpread", 9.0);
    pack("one", "x", "--set", "latent=3").mistake(Mistake.BAD_OPTION).names("MusicVAE");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void whatAKilledRunLeftIsTakenOverAndRemoved() throws Exception {
    pack("one", "small").exits(0);
    Path small = folder.resolve("small");
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    String lock =
        "{\"host\":\"%s\",\"pid\":%d,\"started\":0,\"attempt\":\"a\",\"command\":\"pack-model\",\"since\":\"x\"}"
            .formatted(InetAddress.getLocalHost().getHostName(), ended.pid());
    Files.writeString(small.resolve("_lock"), lock);
    Files.write(small.resolve("_network-7-00000000.npz.tmp"), new byte[5]);
    Files.write(small.resolve("network-7-00000000.npz"), new byte[5]);

    pack("two", "small").exits(2);
    assertThat(small.resolve("_lock")).doesNotExist();

    Files.writeString(small.resolve("_lock"), lock);
    pack("two", "small", "--replace").exits(0);
    assertThat(files("small")).containsExactly("model.json", live("small").used().name());
  }

  @InTurn
  @Test
  void whatComesWithPartitaPlaysAtOnceAndIsNotWrittenInto() throws IOException {
    Path out = folder.resolve("out");
    for (String name : BuiltinModel.NAMES) {
      if (name.equals(BuiltinModel.HUMANIZE.name())) {
        continue; // it plays hits, and makes none
      }
      PartitaRun.of("generate", "--model", "builtin:" + name, "--out", out, "--seed", "3").exits(0);
      for (String ending : new String[] {"mid", "wav", "png", "json"}) {
        assertThat(out.resolve(name + "-s3-01." + ending)).isNotEmptyFile();
      }
      assertThat(Files.readString(out.resolve(name + "-s3-01.json"))).contains("builtin:" + name);
    }
    assertThat(Files.readString(out.resolve("drums-s3-01.json"))).contains("builtin:humanize");
    String beat = out.resolve("drums-s3-01.mid").toString();
    PartitaRun.of("humanize", beat, "--out", out).exits(0);
    assertThat(out.resolve("drums-s3-01-humanized.wav")).isNotEmptyFile();
    PartitaRun.of("reconstruct", beat, "--model", "builtin:drums", "--out", folder.resolve("back"))
        .exits(0);
    assertThat(PartitaRun.of("model-show", "builtin:songs", "--json").json().path("kind"))
        .hasToString("\"token-transformer\"");
    PartitaRun.of("generate", "--model", "builtin:bass", "--out", out)
        .mistake(Mistake.NO_SUCH_MODEL)
        .names(
            "builtin:bass",
            "builtin:drums",
            "builtin:humanize",
            "builtin:loops",
            "builtin:melodies",
            "builtin:songs");
    for (String command :
        new String[] {
          "model pack --out builtin:drums --model ", "model publish --out builtin:drums --model "
        }) {
      Object[] words = (command + folder.resolve("one")).split(" ", -1);
      PartitaRun.of(words).mistake(Mistake.NO_ACCESS).names("builtin:drums");
    }
  }
}
