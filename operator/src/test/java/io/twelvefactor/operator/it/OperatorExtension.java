package io.twelvefactor.operator.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.twelvefactor.operator.factor.PodTemplates;
import io.twelvefactor.testing.ControlPlane;
import java.util.Locale;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link World}, and after each asks the oracle. The operator is started for each
 * class, and started anew by a test that restarts it.
 */
public final class OperatorExtension
    implements BeforeAllCallback, AfterAllCallback, AfterEachCallback, ParameterResolver {
  private ControlPlane controlPlane;
  private TestOperator operator;
  private StatusOracle oracle;

  @Override
  public void beforeAll(ExtensionContext context) {
    controlPlane = ControlPlane.start();
    controlPlane.removeNamespaces();
    controlPlane.installCrd();
    oracle = new StatusOracle(controlPlane.client());
    operator = new TestOperator(controlPlane);
    operator.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    operator.withRenderer(new PodTemplates());
    assertThat(oracle.takeViolations()).as("every status the operator wrote").isEmpty();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    operator.close();
    oracle.close();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == World.class;
  }

  @Override
  public World resolveParameter(ParameterContext parameter, ExtensionContext context) {
    String prefix =
        context.getRequiredTestClass().getSimpleName().toLowerCase(Locale.ROOT).replace("it", "");
    return World.of(controlPlane, operator, prefix);
  }
}
