/**
 * Settings that change while the process runs. AppConfig's content is a JSON object with {@code
 * TableName}, a DynamoDB table's name; anything else is refused and the last good one stays.
 */
package io.twelvefactor.sample.config;
