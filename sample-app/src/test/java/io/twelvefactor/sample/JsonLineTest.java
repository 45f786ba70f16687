package io.twelvefactor.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonLineTest {

  @Test
  void anyTextIsOneLineOfJson() throws Exception {
    String nasty = "a \"quote\", a \\ and\na line\tbreak é";
    String line = JsonLine.error(nasty).with("table", "t").toString();
    assertThat(line).doesNotContain("\n");
    var read = new ObjectMapper().readTree(line);
    assertThat(read.get("message").textValue()).isEqualTo(nasty);
    assertThat(read.get("level").textValue()).isEqualTo("ERROR");
    assertThat(read.get("table").textValue()).isEqualTo("t");
  }
}
