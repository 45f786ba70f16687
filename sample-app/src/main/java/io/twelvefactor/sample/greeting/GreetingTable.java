package io.twelvefactor.sample.greeting;

import io.smallrye.faulttolerance.api.ExponentialBackoff;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Reads the greeting from DynamoDB, within limits of time and patience. */
@ApplicationScoped
public class GreetingTable {

  private final DynamoDbClient client =
      DynamoDbClient.builder()
          .httpClientBuilder(
              UrlConnectionHttpClient.builder()
                  .connectionTimeout(Duration.ofMillis(500))
                  .socketTimeout(Duration.ofMillis(1000)))
          // Retries have one place, the annotations below; two would multiply.
          .overrideConfiguration(each -> each.retryStrategy(AwsRetryStrategy.doNotRetry()))
          .build();

  /**
   * One read, tried up to three times within about three seconds. After half of twenty reads
   * failed, the table is left alone for two seconds.
   *
   * @throws GreetingUnreadable when there is no such table, item or attribute
   * @throws CircuitBreakerOpenException when the table is being left alone
   */
  @Timeout(1500)
  @Retry(
      maxRetries = 2,
      delay = 50,
      jitter = 50,
      maxDuration = 3000,
      abortOn = {GreetingUnreadable.class, CircuitBreakerOpenException.class})
  @ExponentialBackoff(maxDelay = 400)
  @CircuitBreaker(
      requestVolumeThreshold = 20,
      failureRatio = 0.5,
      delay = 2000,
      skipOn = GreetingUnreadable.class)
  public Greeting read(String table) {
    Map<String, AttributeValue> item;
    try {
      item =
          client
              .getItem(GetItemRequest.builder().tableName(table).key(GreetingItem.key()).build())
              .item();
    } catch (ResourceNotFoundException e) {
      throw new GreetingUnreadable("there is no table " + table);
    }
    return GreetingItem.read(table, item);
  }

  @PreDestroy
  void close() {
    client.close();
  }
}
