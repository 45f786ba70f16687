package io.twelvefactor.sample.greeting;

/** What the page shows; the strings are as stored, unescaped. */
public record Greeting(String name, String language, String platform, String bgColor) {}
