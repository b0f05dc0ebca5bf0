package org.sluice.jobs.sql;

import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.text.html.MainText;
import org.sluice.text.html.WikiText;
import org.sluice.text.normalize.Markdown;

/** The namespace page: text out of markup. */
final class PageFunctions {
  private static final StructType PAGE =
      new StructType()
          .add("title", DataTypes.StringType)
          .add("text", DataTypes.StringType)
          .add("language", DataTypes.StringType);

  private PageFunctions() {}

  static List<SqlFunction> all() {
    return List.of(
        new SqlFunction(
            "page.main_text",
            "Title, main text and declared language of an HTML page, without navigation,"
                + " advertisements and comments.",
            List.of(Parameter.of("html", Kind.TEXT)),
            PAGE,
            arguments -> parts(MainText.of((String) arguments[0])),
            new SqlFunction.Example(
                "sluice.page.main_text('<html lang=en><title>News</title><nav>Home</nav>"
                    + "<article><p>Shares rose by a tenth, the bank said on Monday.</p></article>"
                    + "</html>').text",
                "Shares rose by a tenth, the bank said on Monday.")),
        new SqlFunction(
            "page.all_text",
            "Title, all text and declared language of an HTML page or a piece of HTML.",
            List.of(Parameter.of("html", Kind.TEXT)),
            PAGE,
            arguments -> parts(MainText.everything((String) arguments[0])),
            new SqlFunction.Example(
                "sluice.page.all_text('<p>The bank <b>rose</b>.<script>x()</script>').text",
                "The bank rose.")),
        new SqlFunction(
            "page.wiki_text",
            "The text of a page in MediaWiki's markup.",
            List.of(Parameter.of("markup", Kind.TEXT)),
            DataTypes.StringType,
            arguments -> WikiText.plain((String) arguments[0]),
            new SqlFunction.Example(
                "sluice.page.wiki_text('A \\'\\'\\'bond\\'\\'\\' is a [[Debt|debt]].{{stub}}')",
                "A bond is a debt.")),
        new SqlFunction(
            "page.markdown_body",
            "A Markdown file without front matter and comments.",
            List.of(Parameter.of("markdown", Kind.TEXT)),
            DataTypes.StringType,
            arguments -> Markdown.body((String) arguments[0]),
            new SqlFunction.Example(
                "sluice.page.markdown_body('---\\ntags: x\\n---\\n# Bonds <!-- todo -->')",
                "# Bonds")));
  }

  private static Object[] parts(MainText page) {
    return new Object[] {page.title(), page.text(), page.language()};
  }
}
