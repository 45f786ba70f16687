package io.twelvefactor.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What people start from breaks no rule. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples");

  @TestFactory
  Stream<DynamicTest> breaksNoRule() {
    return Stream.of("hello.yaml", "eks/hello.yaml", "postgres", "promotion")
        .map(example -> DynamicTest.dynamicTest(example, () -> breaksNoRule(example)));
  }

  private static void breaksNoRule(String example) {
    Call call = Call.of("check", "-f", EXAMPLES.resolve(example).toString());
    assertThat(call.output() + call.errors()).startsWith("0 found in ");
    assertThat(call.status()).isZero();
  }
}
