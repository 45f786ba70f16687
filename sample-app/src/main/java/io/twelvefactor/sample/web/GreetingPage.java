package io.twelvefactor.sample.web;

import io.twelvefactor.sample.greeting.Greeting;
import io.twelvefactor.sample.greeting.Greetings.Answer;

/** The greeting as a page of HTML; everything from the table is escaped. */
final class GreetingPage {

  private GreetingPage() {}

  static String of(Answer.Found answer) {
    Greeting greeting = answer.greeting();
    String stale =
        answer.stale()
            ? "\n<p class=\"stale\">Stale: the table cannot be read now; this is as of "
                + answer.readAt()
                + ".</p>"
            : "";
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Hello</title></head>
        <body style="background-color: %s">
        <h1>Hello from %s</h1>
        <p>Developed with %s, deployed with %s.</p>%s
        </body>
        </html>
        """
        .formatted(
            colour(greeting.bgColor()),
            escape(greeting.name()),
            escape(greeting.language()),
            escape(greeting.platform()),
            stale);
  }

  /** Within an attribute that is CSS, escaping is not enough: anything but a colour is dropped. */
  private static String colour(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          c < 128 && (Character.isLetterOrDigit(c) || c == '#' || c == ',' || c == '%' || c == '.');
      if (!plain && c != '(' && c != ')' && c != ' ') {
        return "white";
      }
    }
    return text.contains("url") ? "white" : text;
  }

  static String escape(String text) {
    var escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
