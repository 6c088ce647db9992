package io.partita.musicxml;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.MalformedInputException;
import io.partita.score.Score;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** MusicXML written by tests, with as little as a reader needs. */
final class MusicXmlText {
  static final String DOCTYPE =
      "<!DOCTYPE score-partwise PUBLIC \"-//Recordare//DTD MusicXML 4.0 Partwise//EN\""
          + " \"http://www.musicxml.org/dtds/partwise.dtd\">";

  private MusicXmlText() {}

  /** A score of one part, which has the id P1. */
  static String score(String... measures) {
    return score("<part-name>Flute</part-name>", List.of(measures));
  }

  static String score(String scorePart, List<String> measures) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>" + DOCTYPE);
    xml.append("<score-partwise version=\"4.0\"><part-list><score-part id=\"P1\">");
    xml.append(scorePart).append("</score-part></part-list><part id=\"P1\">");
    for (String measure : measures) {
      xml.append("<measure>").append(measure).append("</measure>");
    }
    return xml.append("</part></score-partwise>").toString();
  }

  static String attributes(String... children) {
    return "<attributes>" + String.join("", children) + "</attributes>";
  }

  static String divisions(int count) {
    return "<divisions>" + count + "</divisions>";
  }

  static String time(String beats, int type) {
    return "<time><beats>" + beats + "</beats><beat-type>" + type + "</beat-type></time>";
  }

  /** A note as {@code C4}. */
  static String note(String pitch, int duration, String... children) {
    return "<note>" + pitch(pitch) + duration(duration) + String.join("", children) + "</note>";
  }

  static String chordNote(String pitch, int duration, String... children) {
    String rest = String.join("", children);
    return "<note><chord/>" + pitch(pitch) + duration(duration) + rest + "</note>";
  }

  static String pitch(String name) {
    return "<pitch><step>%s</step><octave>%s</octave></pitch>"
        .formatted(name.substring(0, 1), name.substring(1));
  }

  static String rest(int duration) {
    return "<note><rest/>" + duration(duration) + "</note>";
  }

  static String backup(int duration) {
    return "<backup>" + duration(duration) + "</backup>";
  }

  static String duration(int duration) {
    return "<duration>" + duration + "</duration>";
  }

  static String tie(String type) {
    return "<tie type=\"" + type + "\"/>";
  }

  static String sound(String attributes) {
    return "<sound " + attributes + "/>";
  }

  static Score read(String xml) throws MalformedInputException {
    return MusicXmlReader.read(xml.getBytes(UTF_8));
  }

  static Score played(String xml) throws MalformedInputException {
    return MusicXmlReader.read(xml.getBytes(UTF_8), 10_000, true);
  }

  /** A compressed file with a table of contents. */
  static byte[] mxl(String xml, Charset charset) {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put(
        "META-INF/container.xml",
        ("<?xml version=\"1.0\"?><container><rootfiles><rootfile full-path=\"a/score.xml\"/>"
                + "<rootfile full-path=\"score.pdf\"/></rootfiles></container>")
            .getBytes(UTF_8));
    members.put("a/score.xml", xml.getBytes(charset));
    return zip(members);
  }

  /** A compressed file of these members. */
  static byte[] mxl(Map<String, String> members) {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    members.forEach((path, text) -> bytes.put(path, text.getBytes(UTF_8)));
    return zip(bytes);
  }

  private static byte[] zip(Map<String, byte[]> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
