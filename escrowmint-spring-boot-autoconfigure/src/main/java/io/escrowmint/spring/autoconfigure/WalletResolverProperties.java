package io.escrowmint.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who pays for a request that brings no API key.
 *
 * @param walletPrincipal whether the authenticated principal pays from the wallet of its
 * name
 * @param walletHeader header that names the wallet. Only behind a gateway that sets it
 * and lets no client do so: whoever can name a wallet can spend it. Unset, there is none
 */
@ConfigurationProperties("escrowmint.web")
record WalletResolverProperties(@DefaultValue("true") boolean walletPrincipal, @Nullable String walletHeader) {

}
