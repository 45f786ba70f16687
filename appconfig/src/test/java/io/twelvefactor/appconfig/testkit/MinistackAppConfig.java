package io.twelvefactor.appconfig.testkit;

import io.twelvefactor.appconfig.ConfigurationId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AppConfig's control plane, as little of it as tests need: create a profile, deploy content. */
public final class MinistackAppConfig {

  private static final Pattern ID = Pattern.compile("\"Id\"\\s*:\\s*\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private String strategy;

  public MinistackAppConfig(URI endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Creates an application, an environment and a profile.
   *
   * @return their ids; the names given work as well
   */
  public ConfigurationId create(String application, String environment, String profile) {
    String app = create("/applications", "{\"Name\":\"%s\"}".formatted(application));
    String env =
        create(
            "/applications/" + app + "/environments", "{\"Name\":\"%s\"}".formatted(environment));
    String cfg =
        create(
            "/applications/" + app + "/configurationprofiles",
            "{\"Name\":\"%s\",\"LocationUri\":\"hosted\"}".formatted(profile));
    return new ConfigurationId(app, env, cfg);
  }

  /**
   * Deploys content all at once.
   *
   * @param ids as {@link #create} answered them
   * @param label the version label that readers will see
   */
  public void deploy(ConfigurationId ids, String label, String content) {
    HttpResponse<String> version =
        send(
            HttpRequest.newBuilder(
                    endpoint.resolve(
                        "/applications/%s/configurationprofiles/%s/hostedconfigurationversions"
                            .formatted(ids.application(), ids.profile())))
                .header("Content-Type", "application/json")
                .header("VersionLabel", label)
                .POST(BodyPublishers.ofString(content)));
    String number = version.headers().firstValue("Version-Number").orElseThrow();
    if (strategy == null) {
      strategy =
          create(
              "/deploymentstrategies",
              """
              {"Name":"at-once","DeploymentDurationInMinutes":0,"GrowthFactor":100,
               "ReplicateTo":"NONE","FinalBakeTimeInMinutes":0}""");
    }
    post(
        "/applications/%s/environments/%s/deployments"
            .formatted(ids.application(), ids.environment()),
        """
        {"ConfigurationProfileId":"%s","ConfigurationVersion":"%s","DeploymentStrategyId":"%s"}"""
            .formatted(ids.profile(), number, strategy));
  }

  private String create(String path, String body) {
    String answer = post(path, body).body();
    Matcher id = ID.matcher(answer);
    if (!id.find()) {
      throw new IllegalStateException(path + " answered without an id: " + answer);
    }
    return id.group(1);
  }

  private HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(endpoint.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    // ministack finds the service by the credential's scope and checks no signature.
    String scope =
        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/appconfig/aws4_request,"
            + " SignedHeaders=host, Signature=0";
    try {
      HttpResponse<String> response =
          http.send(request.header("Authorization", scope).build(), BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            response.uri() + " answered " + response.statusCode() + ": " + response.body());
      }
      return response;
    } catch (IOException e) {
      throw new IllegalStateException("ministack does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
