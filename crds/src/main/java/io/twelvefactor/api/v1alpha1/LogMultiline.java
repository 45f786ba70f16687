package io.twelvefactor.api.v1alpha1;

/** How lines that belong together are recognised: Fluent Bit's own multiline parsers. */
public enum LogMultiline {
  go,
  java,
  python,
  ruby
}
