package io.partita.musicxml;

import io.partita.MalformedInputException;
import io.partita.notation.NotationFault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** An XML element with all that is in it: a light tree of one measure, or of one header. */
final class Element {
  private static final int MAX_TEXT = 10_000;

  private final String name;
  private final Map<String, String> attributes;
  private final int byteOffset;
  private final List<Element> children = new ArrayList<>(4);
  private String text = "";

  /**
   * @param byteOffset of its end tag or near it, in bytes from the start of the XML
   */
  Element(String name, Map<String, String> attributes, int byteOffset) {
    this.name = name;
    this.attributes = attributes;
    this.byteOffset = byteOffset;
  }

  void add(Element child) {
    children.add(child);
  }

  /** Adds text; what no reader needs, because it is longer than any name or number, is dropped. */
  void addText(String more) {
    if (text.length() < MAX_TEXT) {
      text = text + more;
    }
  }

  String name() {
    return name;
  }

  int byteOffset() {
    return byteOffset;
  }

  List<Element> children() {
    return children;
  }

  /** Its own text without white space around it. */
  String text() {
    return text.strip();
  }

  List<Element> children(String ofName) {
    return children.stream().filter(child -> child.name.equals(ofName)).toList();
  }

  /** The first child of a name. */
  Optional<Element> child(String ofName) {
    for (Element child : children) {
      if (child.name.equals(ofName)) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  boolean has(String ofName) {
    return child(ofName).isPresent();
  }

  /** The text of the first child of a name; empty without one. */
  String text(String ofName) {
    return child(ofName).map(Element::text).orElse("");
  }

  /** An attribute; empty where it is absent. */
  String attribute(String ofName) {
    return attributes.getOrDefault(ofName, "");
  }

  boolean isYes(String attribute) {
    return attribute(attribute).equals("yes");
  }

  /** The number that an attribute is, if it is one. */
  OptionalDouble attributeNumber(String ofName) {
    return parse(attribute(ofName));
  }

  /** The number that its own text is, if it is one. */
  OptionalDouble ownNumber() {
    return parse(text());
  }

  /** The number that the text of a child is, if there is one. */
  OptionalDouble number(String ofName) {
    return parse(text(ofName));
  }

  /**
   * The number that a child must be.
   *
   * @throws MalformedInputException if the child is absent, no number or not in the range
   */
  double number(String ofName, double min, double max) throws MalformedInputException {
    OptionalDouble value = number(ofName);
    if (value.isEmpty() || value.getAsDouble() < min || value.getAsDouble() > max) {
      throw new MalformedInputException(
          NotationFault.BAD_VALUE,
          byteOffset,
          String.format(
              Locale.ROOT,
              "<%s> of <%s> must be %s to %s, but is \"%.40s\"",
              ofName,
              name,
              plain(min),
              plain(max),
              text(ofName)));
    }
    return value.getAsDouble();
  }

  /** As 0.001 and 1000000. */
  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /** The tempo that a text is, if it is one; the locale of some programs writes a decimal comma. */
  static OptionalDouble tempo(String text) {
    return parse(text.replace(',', '.'));
  }

  /** A plain decimal number; other spellings that Java knows are none. */
  private static OptionalDouble parse(String text) {
    if (text.isEmpty() || text.length() > 40 || !text.matches("[+-]?[0-9]*\\.?[0-9]*")) {
      return OptionalDouble.empty();
    }
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return OptionalDouble.empty(); // a sign or a point alone
    }
  }
}
