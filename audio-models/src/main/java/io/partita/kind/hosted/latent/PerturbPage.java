package io.partita.kind.hosted.latent;

import static j2html.TagCreator.attrs;
import static j2html.TagCreator.audio;
import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.html;
import static j2html.TagCreator.img;
import static j2html.TagCreator.li;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.style;
import static j2html.TagCreator.title;
import static j2html.TagCreator.ul;

import io.partita.lake.file.NewFile;
import io.partita.lake.run.InputGuard;
import io.partita.option.ReplaceOption;
import io.partita.terminal.VisibleText;
import j2html.tags.DomContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A page of what noise on latents does: what the model makes of them before and after, side by
 * side, with a picture of either. Sounds and pictures are files beside the page.
 *
 * @param file of the page
 */
record PerturbPage(Path file) {
  private static final String HTML = ".html";
  private static final String STYLE =
      "body { font-family: sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem }"
          + " .sides { display: grid; grid-template-columns: 1fr 1fr; gap: 2rem }"
          + " audio, img { width: 100% } li { overflow-wrap: anywhere }";

  /** Whether a name is that of a page. */
  static boolean isOne(Path out) {
    return out.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(HTML);
  }

  /** Fails where a file cannot be written, or is one that is read. */
  void check(InputGuard inputs, ReplaceOption replace) throws IOException {
    NewFile.require(file);
    List<Path> beside = new ArrayList<>();
    for (String side : List.of("before", "after")) {
      for (String ending : List.of(".wav", ".png")) {
        beside.add(file.resolveSibling(name(side, ending)));
      }
    }
    for (Path other : beside) {
      inputs.keepFrom(other);
    }
    inputs.keepFrom(file);
    replace.requireBeside(file, beside);
  }

  /** One of the two. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Side(String name, RecordingLatents latents, float[] samples) {}

  /** Writes the page, after what it shows. */
  void write(Side before, Side after, boolean isFloat, Consumer<Path> written) throws IOException {
    for (Side side : List.of(before, after)) {
      Path wav = file.resolveSibling(name(side.name(), ".wav"));
      int rateHz = side.latents().origin().sampleRateHz();
      LatentFiles.writeSound(wav, side.samples(), rateHz, isFloat, written);
      Path png = file.resolveSibling(name(side.name(), ".png"));
      LatentFiles.writePicture(png, "Latents " + side.name(), side.latents(), written);
    }
    NewFile.write(file, page(after.latents().origin()).getBytes(StandardCharsets.UTF_8));
    written.accept(file);
  }

  private String name(String side, String ending) {
    String page = file.getFileName().toString();
    return page.substring(0, page.length() - HTML.length()) + "-" + side + ending;
  }

  private String page(LatentOrigin origin) {
    String heading = "Noise on latents, before and after";
    return document(
        html(
                head(meta().withCharset("utf-8"), title(heading), style(STYLE)),
                body(
                    h1(heading),
                    ul(each(facts(origin), fact -> li(VisibleText.line(fact)))),
                    div(attrs(".sides"), side("Before", "before"), side("After", "after"))))
            .withLang("en"));
  }

  private DomContent side(String heading, String side) {
    return div(
        h2(heading),
        audio().withSrc(link(name(side, ".wav"))).attr("controls").attr("preload", "metadata"),
        img().withSrc(link(name(side, ".png"))).withAlt("Latents " + side));
  }

  /** A file beside the page, as its links name it. */
  private static String link(String name) {
    return Path.of("/").resolve(name).toUri().getRawPath().substring(1);
  }

  private static List<String> facts(LatentOrigin origin) {
    List<String> facts = new ArrayList<>();
    facts.add("noise: deviation " + origin.noise() + ", seed " + origin.seed());
    facts.add(
        "dimensions: "
            + (origin.noiseDims() == null ? "all" : Arrays.toString(origin.noiseDims())));
    facts.add("model: " + origin.model() + ", SHA-256 " + origin.modelSha256());
    if (origin.source() != null) {
      facts.add("recording: " + origin.source() + ", SHA-256 " + origin.sourceSha256());
    }
    return facts;
  }
}
