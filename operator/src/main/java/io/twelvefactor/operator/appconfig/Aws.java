package io.twelvefactor.operator.appconfig;

import io.twelvefactor.appconfig.AppConfigSource;
import io.twelvefactor.appconfig.SdkAppConfigSource;
import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.appconfigdata.AppConfigDataClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The real AppConfig. Region, credentials (Pod Identity, IAM roles for service accounts) and
 * endpoints are the SDK's own defaults, settable by its own variables such as {@code
 * AWS_ENDPOINT_URL}.
 */
public final class Aws {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String SESSION = "twelvefactor-operator";

  private Aws() {}

  /** A client that asks as this identity; made when it is first needed, never before. */
  public static AppConfigSource source(Sessions.Identity identity) {
    AppConfigDataClientBuilder client = SdkAppConfigSource.client(TIMEOUT);
    if (!identity.region().isEmpty()) {
      client.region(Region.of(identity.region()));
    }
    identity.role().ifPresent(role -> client.credentialsProvider(assumed(role, identity.region())));
    return new SdkAppConfigSource(client.build());
  }

  private static StsAssumeRoleCredentialsProvider assumed(String role, String region) {
    StsClientBuilder sts = StsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
    if (!region.isEmpty()) {
      sts.region(Region.of(region));
    }
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts.build())
        .refreshRequest(request -> request.roleArn(role).roleSessionName(SESSION))
        .build();
  }
}
