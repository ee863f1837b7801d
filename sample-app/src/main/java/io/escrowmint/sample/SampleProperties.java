package io.escrowmint.sample;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sample's own configuration.
 *
 * @param apiKeys wallets by API key
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue Map<String, String> apiKeys) {

}
