package io.twelvefactor.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A configuration profile of AWS AppConfig, as deployed to one of its environments.
 *
 * @see <a href="https://docs.aws.amazon.com/appconfig/latest/userguide/what-is-appconfig.html">AWS
 *     AppConfig</a>
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.mountPath) || (has(self.delivery) && self.delivery == 'Snapshot')",
    fieldPath = ".mountPath",
    message =
        "with delivery Live the app reads AppConfig itself and there is no file to mount; leave"
            + " mountPath out, or use delivery: Snapshot")
@ValidationRule(
    value = "!has(self.prefix) || !has(self.delivery) || self.delivery == 'Live'",
    fieldPath = ".prefix",
    message =
        "prefix names the variables that tell a Live source's identifiers; a Snapshot's variables"
            + " are named by the keys of its content")
public record AppConfigReference(
    @JsonPropertyDescription("Name or id of the AppConfig application.")
        @Required
        @Size(min = 1, max = 128)
        @ValidationRule(value = Rules.APPCONFIG_NAME, message = Rules.APPCONFIG_NAME_MESSAGE)
        String application,
    @JsonPropertyDescription("Name or id of the environment of that application.")
        @Required
        @Size(min = 1, max = 128)
        @ValidationRule(value = Rules.APPCONFIG_NAME, message = Rules.APPCONFIG_NAME_MESSAGE)
        String environment,
    @JsonPropertyDescription("Name or id of the configuration profile.")
        @Required
        @Size(min = 1, max = 128)
        @ValidationRule(value = Rules.APPCONFIG_NAME, message = Rules.APPCONFIG_NAME_MESSAGE)
        String profile,
    @JsonPropertyDescription(
            "AWS region, such as eu-west-1. Default: the region the reader runs in.")
        @Size(min = 1, max = 32)
        @ValidationRule(
            value = "self.matches('^[a-z]+(-[a-z]+)+-[0-9]+$')",
            message = "an AWS region reads like eu-west-1")
        String region,
    @JsonPropertyDescription(
            "Live (default): the app reads AppConfig as it runs, and finds the identifiers in its"
                + " environment; a change makes no release, and AppConfig's gradual deployment"
                + " holds. Snapshot: the operator reads it; content becomes part of the release, a"
                + " change makes a new release, and a rollback brings it back. A Snapshot goes to"
                + " all pods alike, past AppConfig's gradual deployment.")
        ConfigDelivery delivery,
    @JsonPropertyDescription(
            "Snapshot only: directory in which the content appears as the file config.json,"
                + " config.yaml or config.txt. Default: the keys of its JSON or YAML object become"
                + " environment variables.")
        @Size(min = 1, max = 512)
        @ValidationRule(value = Rules.DIRECTORY, message = Rules.DIRECTORY_MESSAGE)
        String mountPath,
    @JsonPropertyDescription(
            "Live only: begins the names of the variables with the identifiers, such as"
                + " FLAGS_ for FLAGS_APPLICATION, FLAGS_ENVIRONMENT and FLAGS_PROFILE."
                + " Default: APPCONFIG_.")
        @Size(min = 1, max = 64)
        @ValidationRule(
            value = "self.matches('^[A-Z_][A-Z0-9_]*_$')",
            message = "a prefix is upper-case letters, digits and '_', and ends with '_'")
        String prefix) {

  /** What the names of a Live source's variables begin with, where nothing is said. */
  public static final String DEFAULT_PREFIX = "APPCONFIG_";

  /** Whether the operator reads the content and freezes it in the release. */
  @JsonIgnore
  public boolean snapshot() {
    return delivery == ConfigDelivery.Snapshot;
  }
}
