package io.escrowmint.spring.autoconfigure;

import java.util.Objects;

import io.escrowmint.RequestFacts;
import io.escrowmint.WalletResolver;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/**
 * Who pays for a request. Resolvers are asked in this order: API key, authenticated
 * principal, header, and then the application's own, unless these have an order. A bean
 * of the same name replaces one of ours.
 */
@AutoConfiguration
@ConditionalOnWebApplication
@EnableConfigurationProperties(WalletResolverProperties.class)
public final class WalletResolverAutoConfiguration {

	static final int API_KEY_ORDER = -300;

	static final int PRINCIPAL_ORDER = -200;

	static final int HEADER_ORDER = -100;

	@Bean
	@Order(PRINCIPAL_ORDER)
	@ConditionalOnBooleanProperty(name = "escrowmint.web.wallet-principal", matchIfMissing = true)
	@ConditionalOnMissingBean(name = "escrowMintPrincipalWalletResolver")
	WalletResolver escrowMintPrincipalWalletResolver() {
		return RequestFacts::principal;
	}

	@Bean
	@Order(HEADER_ORDER)
	@ConditionalOnProperty("escrowmint.web.wallet-header")
	@ConditionalOnMissingBean(name = "escrowMintHeaderWalletResolver")
	WalletResolver escrowMintHeaderWalletResolver(WalletResolverProperties properties) {
		String header = ApiKeysProperties.header("escrowmint.web.wallet-header",
				Objects.requireNonNullElse(properties.walletHeader(), ""));
		return (request) -> request.header(header).filter((name) -> !name.isBlank());
	}

}
