package io.partita;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Fonts of this machine as fontconfig answers for them in one process.
 *
 * @param system the family for {@code system-ui}
 * @param other the family for every other name
 */
public record FontChoice(String system, String other) {
  private static final String TEXT = "Standard deviation (0.123–4,567 dB), quarters per minute";
  private static final FontRenderContext PIXELS = new FontRenderContext(null, true, true);
  private static final Set<String> LOGICAL =
      Set.of(Font.DIALOG, Font.DIALOG_INPUT, Font.MONOSPACED, Font.SANS_SERIF, Font.SERIF);

  /** The widest family with Latin letters: what needs the most room. */
  public static FontChoice widest() {
    String family =
        latinFamilies().stream().max(Comparator.comparingDouble(FontChoice::width)).orElseThrow();
    return new FontChoice(family, family);
  }

  /** The narrowest and widest, lowest and tallest of them, alone and paired. */
  public static Stream<FontChoice> extremes() {
    List<String> families = latinFamilies();
    Set<String> chosen = new LinkedHashSet<>();
    for (ToDoubleFunction<String> size :
        List.<ToDoubleFunction<String>>of(FontChoice::width, FontChoice::height)) {
      chosen.add(families.stream().min(Comparator.comparingDouble(size)).orElseThrow());
      chosen.add(families.stream().max(Comparator.comparingDouble(size)).orElseThrow());
    }
    List.of("DejaVu Sans", "Liberation Sans").stream()
        .filter(families::contains)
        .forEach(chosen::add);
    List<String> all = List.copyOf(chosen);
    return Stream.concat(
            all.stream().map(family -> new FontChoice(family, family)),
            all.stream()
                .map(
                    family ->
                        new FontChoice(family, all.get((all.indexOf(family) + 1) % all.size()))))
        .distinct();
  }

  private static List<String> latinFamilies() {
    List<String> families = fontFamilies();
    assumeTrue(!families.isEmpty(), "There are no fonts on this machine");
    return families;
  }

  private static List<String> fontFamilies() {
    try {
      return Arrays.stream(
              GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames())
          .filter(family -> !LOGICAL.contains(family) && font(family).canDisplayUpTo(TEXT) < 0)
          .toList();
    } catch (RuntimeException | Error noFonts) {
      return List.of(); // what a JDK throws without fonts depends on its build
    }
  }

  private static Font font(String family) {
    return new Font(family, Font.PLAIN, 14);
  }

  private static double width(String family) {
    return font(family).getStringBounds(TEXT, PIXELS).getWidth();
  }

  private static double height(String family) {
    LineMetrics line = font(family).getLineMetrics(TEXT, PIXELS);
    return line.getAscent() + line.getDescent();
  }

  /**
   * Variables with which a process sees these fonts only.
   *
   * @param folder for fontconfig's file and cache
   */
  public Map<String, String> environment(Path folder) throws IOException {
    Path file = folder.resolve("fonts.conf");
    Files.writeString(
        file,
        """
        <?xml version="1.0"?>
        <!DOCTYPE fontconfig SYSTEM "fonts.dtd">
        <fontconfig>
          <dir>/usr/share/fonts</dir>
          <dir>/usr/local/share/fonts</dir>
          <dir prefix="xdg">fonts</dir>
          <dir>~/.fonts</dir>
          <cachedir>%s</cachedir>
          %s
          %s
        </fontconfig>
        """
            .formatted(
                folder.resolve("cache"),
                answer("not_eq", "all", other),
                answer("eq", "any", system)));
    return Map.of("FONTCONFIG_FILE", file.toString());
  }

  private static String answer(String compare, String qualifier, String family) {
    return """
    <match target="pattern">
      <test name="family" compare="%s" qual="%s"><string>system-ui</string></test>
      <edit name="family" mode="assign" binding="strong"><string>%s</string></edit>
    </match>\
    """
        .formatted(compare, qualifier, family.replace("&", "&amp;").replace("<", "&lt;"));
  }
}
