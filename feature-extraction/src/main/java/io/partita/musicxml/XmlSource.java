package io.partita.musicxml;

import io.partita.MalformedInputException;
import io.partita.notation.NotationFault;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML as data, read once from its start: no document type is loaded, no entity but the five of XML
 * is known, and nothing outside of the bytes is ever opened.
 */
final class XmlSource {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ELEMENTS = 500_000;

  private final XMLStreamReader xml;
  private final int size;
  private int depth;

  XmlSource(byte[] bytes) throws MalformedInputException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("Nothing outside of the file is read");
        });
    size = bytes.length;
    try {
      xml = factory.createXMLStreamReader(Encoding.reader(bytes));
    } catch (XMLStreamException e) {
      throw broken(e);
    }
  }

  /** Where reading is: the characters before it, which are bytes where each is of one. */
  int byteOffset() {
    return Math.max(0, Math.min(size, xml.getLocation().getCharacterOffset()));
  }

  /**
   * Goes into the next child of the element that reading is in, or into the root.
   *
   * @return the child without what is in it; empty at the end of the element, which is left
   */
  Optional<Element> enter() throws MalformedInputException {
    while (true) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        return Optional.of(open());
      }
      if (event == XMLStreamConstants.END_ELEMENT || event == XMLStreamConstants.END_DOCUMENT) {
        depth--;
        return Optional.empty();
      }
    }
  }

  /** Reads all that is in an element that was entered just now, and leaves it. */
  Element whole(Element entered) throws MalformedInputException {
    Deque<Element> open = new ArrayDeque<>();
    open.push(entered);
    int elements = 0;
    while (!open.isEmpty()) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        elements++;
        require(elements <= MAX_ELEMENTS, "More than 500000 elements are in one measure or header");
        Element child = open();
        open.peek().add(child);
        open.push(child);
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
        open.pop();
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        if (open.peek().children().isEmpty()) {
          open.peek().addText(xml.getText());
        }
      }
    }
    return entered;
  }

  /** Passes over all that is in an element that was entered just now, and leaves it. */
  void skip() throws MalformedInputException {
    for (int outside = depth - 1; depth > outside; ) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        deeper();
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      }
    }
  }

  private Element open() throws MalformedInputException {
    deeper();
    Map<String, String> attributes = Map.of();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      attributes = i == 0 ? new HashMap<>() : attributes;
      attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
    }
    return new Element(xml.getLocalName(), attributes, byteOffset());
  }

  private void deeper() throws MalformedInputException {
    depth++;
    require(depth <= MAX_DEPTH, "Elements are nested more than 64 deep");
  }

  private void require(boolean holds, String otherwise) throws MalformedInputException {
    if (!holds) {
      throw new MalformedInputException(NotationFault.TOO_LARGE, byteOffset(), otherwise);
    }
  }

  private int next() throws MalformedInputException {
    int event;
    try {
      event = xml.next();
    } catch (XMLStreamException e) {
      throw broken(e);
    } catch (RuntimeException e) {
      // The JDK's parser meets some broken files with an exception of its own making.
      throw new MalformedInputException(
          MusicXmlFault.BAD_XML, byteOffset(), "The XML cannot be parsed: " + e);
    }
    if (event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw new MalformedInputException(
          MusicXmlFault.BAD_XML, byteOffset(), "An entity is referenced, and none is declared");
    }
    return event;
  }

  private MalformedInputException broken(XMLStreamException e) {
    int at = e.getLocation() == null ? 0 : e.getLocation().getCharacterOffset();
    String message = String.valueOf(e.getMessage());
    int from = message.indexOf("Message: ");
    return new MalformedInputException(
        MusicXmlFault.BAD_XML,
        Math.max(0, Math.min(size, at)),
        from < 0 ? message : message.substring(from + "Message: ".length()));
  }
}
