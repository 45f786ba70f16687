package io.twelvefactor.operator.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Collection;

/**
 * The part of CEL that cel-java and the API server have in common: the standard, optional fields,
 * and the extension for texts. Variables have no types here, as JSON has none.
 */
final class Dialect {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .enableRegexPartialMatch(true)
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelExtensions.strings(), CelOptionalLibrary.INSTANCE)
          .build();

  private final CelCompiler compiler;

  /**
   * @param variables what expressions may name, dots included
   */
  Dialect(Collection<String> variables) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(CelExtensions.strings(), CelOptionalLibrary.INSTANCE);
    variables.forEach(name -> builder.addVar(name, SimpleType.DYN));
    compiler = builder.build();
  }

  /** Compiles an expression; one that does not compile is a fault of whoever wrote it. */
  CelRuntime.Program compile(String expression) {
    try {
      CelAbstractSyntaxTree tree = compiler.compile(expression).getAst();
      return RUNTIME.createProgram(tree);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException(
          "not an expression: %s: %s".formatted(expression, e.getMessage()), e);
    }
  }
}
