package io.twelvefactor.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands the {@link ControlPlane} of the run to constructors and methods of tests that name one,
 * with the CustomResourceDefinitions installed.
 */
public final class ControlPlaneExtension implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == ControlPlane.class;
  }

  @Override
  public ControlPlane resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ControlPlane controlPlane = ControlPlane.start();
    controlPlane.installCrd();
    return controlPlane;
  }
}
