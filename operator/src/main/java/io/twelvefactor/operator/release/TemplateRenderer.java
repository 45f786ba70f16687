package io.twelvefactor.operator.release;

/**
 * Renders the pod templates of a release, once. Pure: the inputs and the number are all it sees.
 */
@FunctionalInterface
public interface TemplateRenderer {
  Templates render(ReleaseInputs inputs, int number);
}
