package org.sluice.text.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.sluice.text.normalize.LowerCase;

/** Cuts out of a page what its own markup says is not its text. */
final class Clutter {
  /** Elements that never hold running text. */
  private static final String NEVER =
      "script, style, noscript, template, svg, canvas, iframe, object, embed, applet, audio, video,"
          + " button, select, input, textarea, label, option, datalist, dialog, menu, nav, math"
          + " annotation, figure, figcaption, picture, link, meta, map, area, footer, aside, form"
          + " fieldset, [hidden], [aria-hidden=true], [role=navigation], [role=banner],"
          + " [role=complementary], [role=contentinfo], [role=dialog], [role=alert],"
          + " [role=toolbar], [role=menu], [role=menubar], [role=search], [role=tooltip]";

  /** Names of classes and ids of parts around the text. */
  private static final Pattern NAMES =
      Pattern.compile(
          "(^|[ _-])(ad|ads|advert|advertisement|adsense|adslot|advertising|sponsor|sponsored|promo"
              + "|promotion|promoted|banner|sidebar|side-bar|rail|breadcrumb|breadcrumbs|crumbs"
              + "|nav|navbar|navigation|menu|topbar|masthead|toolbar|pagination|pager|pagenav"
              + "|share|sharing|sharebar|sharedaddy|social|socials|follow|facebook|twitter|tweet"
              + "|whatsapp|pinterest|addthis|addtoany|like|likes|related|relatedposts|recommended"
              + "|recommendation|recommendations|recirc|trending|popular|most-read|mostread|more-from"
              + "|read-more|readmore|read-next|next-up|up-next|also-read|alsoread|also-like|teaser"
              + "|teasers|outbrain|taboola|zergnet|revcontent|newsletter|subscribe|subscription"
              + "|signup|sign-up|login|register|paywall|piano|cookie|cookies|consent|gdpr|privacy"
              + "|disclaimer|copyright|footer|foot|footnav|comment|comments|commentlist|disqus"
              + "|respond|reply|replies|discussion|caption|captions|credit|credits|photo-credit"
              + "|byline|author|authors|author-bio|bio|dateline|timestamp|published|pubdate|meta"
              + "|metadata|postmeta|entry-meta|post-meta|tag|tags|taglist|tagcloud|topics|keywords"
              + "|category|categories|widget|widgets|modal|popup|overlay|lightbox|tooltip|hidden"
              + "|visually-hidden|sr-only|screen-reader-text|skip|skip-link|print|print-only|gallery"
              + "|slideshow|carousel|slider|video|player|audio|embed|poll|quiz|survey|donate"
              + "|donation|rating|ratings|vote|toc|jump|infobox|navbox|reference|references|reflist"
              + "|catlinks|mw-editsection|hatnote|noprint|editsection)([ _-]|$)"
              + "|newsletter|breadcrumb|outbrain|taboola|related-|-related|advert|social-|-social"
              + "|share-|-share|sharing|-promo|promo-|recommend|comments|cookie-|sidebar|byline"
              + "|subscri|paywall|signup|sponsor|trending|teaser|timestamp|author-|-author"
              + "|disclaimer|copyright|caption|mostpopular|most-popular|readmore|read-more");

  /** Names of parts that hold the text; a part with one of these is looked into, not cut. */
  private static final Pattern TEXT_NAMES =
      Pattern.compile(
          "article[_-]?(body|content|text|main)|(story|post|entry|page|main|news|blog|content)"
              + "[_-]?(body|content|text)|articlebody|storytext|mw-parser-output|markdown-body"
              + "|rich-?text|body-?copy|bodytext|paragraph");

  private static final Pattern HIDDEN =
      Pattern.compile("display\\s*:\\s*none|visibility\\s*:\\s*hidden");
  private static final Set<String> ROOTS =
      Set.of("html", "body", "main", "article", "blockquote", "p", "pre");

  /** A part with so large a share of all running text is not clutter, whatever its name. */
  private static final double TOO_MUCH = 0.4;

  /** Readers' comments may well be longer than the article. */
  private static final Pattern COMMENTS =
      Pattern.compile("(^|[ _-])(comments?|commentlist|disqus\\w*|replies)([ _-]|container|$)");

  private static final double TOO_MUCH_COMMENT = 0.85;

  private Clutter() {}

  static void remove(Document document) {
    document.select(NEVER).forEach(Clutter::removeUnlessRoot);
    List<Comment> comments = new ArrayList<>();
    document.forEachNode(
        node -> {
          if (node instanceof Comment comment) {
            comments.add(comment);
          }
        });
    comments.forEach(Comment::remove);
    RunningText running = new RunningText(document.body());
    cut(document.body(), running, running.of(document.body()));
  }

  private static void cut(Element element, RunningText running, int all) {
    for (Element child : element.children()) {
      if (isClutter(child) && running.of(child) <= most(child) * all) {
        child.remove();
      } else {
        cut(child, running, all);
      }
    }
  }

  private static void removeUnlessRoot(Element element) {
    if (element.parent() != null && !ROOTS.contains(element.normalName())) {
      element.remove();
    }
  }

  private static double most(Element element) {
    return COMMENTS.matcher(names(element)).find() ? TOO_MUCH_COMMENT : TOO_MUCH;
  }

  private static String names(Element element) {
    return LowerCase.of(element.className() + " " + element.id()).strip();
  }

  private static boolean isClutter(Element element) {
    if (ROOTS.contains(element.normalName())) {
      return false;
    }
    if (HIDDEN.matcher(element.attr("style")).find()) {
      return true;
    }
    String names = names(element);
    if (names.isEmpty() || !NAMES.matcher(names).find()) {
      return false;
    }
    return !TEXT_NAMES.matcher(names).find();
  }
}
