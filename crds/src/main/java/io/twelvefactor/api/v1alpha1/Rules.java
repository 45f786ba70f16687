package io.twelvefactor.api.v1alpha1;

/**
 * CEL rules that several types share, each with what it says to a person. They are rules and not
 * patterns, because of a pattern the API server shows the regular expression.
 *
 * <p>Only functions that CEL has everywhere: no library of the API server, so that the rules can be
 * evaluated without one.
 */
final class Rules {
  private static final String LETTERS = "lower-case letters, digits and '-'";

  static final String PROCESS_NAME = "self.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')";
  static final String PROCESS_NAME_MESSAGE =
      "a process is named by " + LETTERS + ", beginning with a letter and not ending with '-'";

  static final String APP_NAME_MESSAGE =
      "an app is named by "
          + LETTERS
          + ", beginning with a letter and not ending with '-', and is"
          + " one of the same namespace";

  static final String APP_NAME_RULE_MESSAGE =
      "an app is named by " + LETTERS + ", beginning with a letter and not ending with '-'";

  static final String OBJECT_NAME =
      "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')";
  static final String OBJECT_NAME_MESSAGE =
      "an object is named by lower-case letters, digits, '-' and '.', and its name begins and ends"
          + " with a letter or digit";

  static final String WORD = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";
  static final String WORD_MESSAGE =
      "one word of " + LETTERS + ", which begins and ends with a letter or digit";

  static final String ENV_NAME_PATTERN = "'^[A-Za-z_][A-Za-z0-9_]*$'";
  static final String ENV_NAME = "self.matches(" + ENV_NAME_PATTERN + ")";
  static final String ENV_NAME_MESSAGE =
      "an environment variable is named by letters, digits and '_', not beginning with a digit";

  static final String KEY_PATTERN = "'^[-._a-zA-Z0-9]+$'";
  static final String KEY_MESSAGE = "a key is letters, digits, '-', '_' and '.'";

  static final String HOST_PATTERN =
      "'^([*][.])?[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'";

  static final String REGION = "self.matches('^[a-z]+(-[a-z]+)+-[0-9]+$')";
  static final String REGION_MESSAGE = "an AWS region reads like eu-west-1";

  static final String LOG_HOST = "self.matches('^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?$')";
  static final String LOG_HOST_MESSAGE =
      "a host name or IPv4 address, without scheme, port and path, such as logs.example.com";

  static final String APPCONFIG_NAME = "self.matches('^[^/*:[:cntrl:]]+$')";
  static final String APPCONFIG_NAME_MESSAGE =
      "a name or id as AppConfig gives it, without '/', ':' and '*'";

  static final String DIRECTORY = "self.matches('^/[^:]+$')";
  static final String DIRECTORY_MESSAGE =
      "give the absolute path of a directory below /, without ':', such as /var/cache/app";

  static final String URL_PATH = "self.startsWith('/')";
  static final String URL_PATH_MESSAGE = "a path begins with '/'";

  static final String LABEL_NAME_PATTERN =
      "'^([-a-z0-9.]+/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$'";
  static final String LABEL_VALUE_PATTERN = "'^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$'";
  static final String LABELS_MESSAGE =
      "a label reads [prefix/]name: value, where name and value are up to 63 letters, digits, '-',"
          + " '_' and '.', and begin and end with a letter or digit";

  private Rules() {}
}
