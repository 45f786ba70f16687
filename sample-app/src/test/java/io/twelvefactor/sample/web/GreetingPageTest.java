package io.twelvefactor.sample.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.sample.greeting.Greeting;
import io.twelvefactor.sample.greeting.Greetings.Answer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GreetingPageTest {

  @Test
  void nothingFromTheTableBecomesMarkup() {
    String page =
        page(new Greeting("<script>alert('x')</script>", "\"J\"", "K & Co", "blue"), false);
    assertThat(page)
        .contains(
            "Hello from &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;",
            "Developed with &quot;J&quot;, deployed with K &amp; Co.",
            "background-color: blue")
        .doesNotContain("<script>", "Stale");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "red; background-image: url(//evil)",
        "red\"><script>",
        "url(http)",
        "expression:1",
        "red/**/"
      })
  void whatIsNotAColourIsDropped(String colour) {
    assertThat(page(new Greeting("a", "b", "c", colour), false))
        .contains("background-color: white");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lightblue", "#1a2B3c", "rgb(1, 2, 3)", "hsl(120, 50%, 40%)"})
  void coloursAreKept(String colour) {
    assertThat(page(new Greeting("a", "b", "c", colour), false))
        .contains("background-color: " + colour + "\"");
  }

  @Test
  void aStaleGreetingSaysSo() {
    assertThat(page(new Greeting("a", "b", "c", "red"), true))
        .contains("Stale", "as of 1970-01-01T00:00:00Z");
  }

  private static String page(Greeting greeting, boolean stale) {
    return GreetingPage.of(new Answer.Found(greeting, stale, Instant.EPOCH));
  }
}
