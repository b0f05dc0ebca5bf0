package org.sluice.jobs.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.sluice.jobs.tables.Damage;
import org.sluice.jobs.tables.Item;
import org.sluice.text.html.MainText;
import org.sluice.text.html.WikiText;

/**
 * The rows of an XML dump, read as a stream: of MediaWiki's dumps the pages, of Stack Exchange's
 * the rows. Document types and outer entities are never read. Behind broken XML nothing can be
 * read.
 */
final class XmlRows implements RangeReader {
  private static final int LONGEST = 1 << 27;

  /** The JDK's limits add up over the whole file; a row has its own one here. */
  private static final List<String> SUMS =
      List.of(
          "jdk.xml.totalEntitySizeLimit",
          "jdk.xml.maxGeneralEntitySizeLimit",
          "jdk.xml.entityExpansionLimit");

  private final XMLStreamReader xml;
  private final InputStream in;
  private final Columns columns;
  private final IngestOptions.XmlOptions options;
  private final RowBuilder builder;
  private final Map<String, String> columnAt = new HashMap<>(); // path to column
  private long number;
  private boolean done;

  XmlRows(InputStream in, Reading reading, RowBuilder builder) throws IOException {
    this.in = in;
    this.columns = reading.columns();
    this.options = reading.xml();
    this.builder = builder;
    options.fields().forEach((column, path) -> columnAt.put(path, column));
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    SUMS.stream()
        .filter(factory::isPropertySupported)
        .forEach(limit -> factory.setProperty(limit, "0"));
    try {
      this.xml = factory.createXMLStreamReader(in);
    } catch (XMLStreamException e) {
      throw damaged(e) == null ? new DamagedFile(Damage.NO_XML, 0, e) : damaged(e);
    }
  }

  @Override
  public Item next() throws IOException {
    try {
      while (!done && xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT
            && xml.getLocalName().equals(options.record())) {
          return item();
        }
      }
      return null;
    } catch (XMLStreamException e) {
      done = true;
      if (damaged(e) != null) {
        throw damaged(e);
      }
      long line = Math.max(1, xml.getLocation().getLineNumber());
      return builder.reject(line, null, Damage.NO_XML, null);
    }
  }

  /** The damage of the packed file below the parser's failure; null when there is none. */
  private static DamagedFile damaged(XMLStreamException failure) {
    return failure.getNestedException() instanceof DamagedFile damage ? damage : null;
  }

  private Item item() throws XMLStreamException {
    number++;
    long line = xml.getLocation().getLineNumber();
    Map<String, String> found = new HashMap<>();
    try {
      read(found);
      Object[] values = new Object[columns.declared().size()];
      for (int i = 0; i < values.length; i++) {
        Column column = columns.declared().get(i);
        values[i] = value(column, found.get(column.name()));
      }
      return builder.row(found.get(columns.idName()), values, number);
    } catch (BrokenRow e) {
      return builder.reject(line, null, e.getMessage(), null);
    }
  }

  /** Reads to the end of the record, also when it is too long. */
  private void read(Map<String, String> found) throws XMLStreamException, BrokenRow {
    Deque<String> path = new ArrayDeque<>();
    attributes("", found);
    StringBuilder text = new StringBuilder();
    boolean tooLong = false;
    for (int depth = 1; depth > 0; ) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          String parent = path.isEmpty() ? "" : path.peek() + "/";
          path.push(parent + xml.getLocalName());
          text.setLength(0);
          attributes(path.peek() + "/", found);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!path.isEmpty() && columnAt.containsKey(path.peek())) {
            tooLong |= text.length() > LONGEST;
            text.append(tooLong ? "" : xml.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          depth--;
          if (!path.isEmpty()) {
            String column = columnAt.get(path.pop());
            if (column != null) {
              found.putIfAbsent(column, text.toString());
            }
            text.setLength(0);
          }
        }
        default -> {
          // comments and processing instructions are no text
        }
      }
    }
    if (tooLong) {
      throw new BrokenRow("the row is longer than 128 MB");
    }
  }

  private void attributes(String path, Map<String, String> found) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      String column = columnAt.get(path + "@" + xml.getAttributeLocalName(i));
      if (column != null) {
        found.put(column, xml.getAttributeValue(i));
      }
    }
  }

  private Object value(Column column, String text) throws BrokenRow {
    if (text == null) {
      return null;
    }
    try {
      return switch (column.type()) {
        case STRING -> column.name().equals("text") ? plain(text) : text;
        case JSON -> text;
        case LONG -> Long.valueOf(text.strip());
        case DOUBLE -> Double.valueOf(text.strip());
        case BOOLEAN -> Boolean.valueOf(text.strip());
      };
    } catch (NumberFormatException e) {
      throw new BrokenRow(column.wrongType());
    }
  }

  private String plain(String text) {
    return switch (options.markup()) {
      case NONE -> text;
      case WIKITEXT -> WikiText.plain(text);
      case HTML -> MainText.everything(text).text();
    };
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
