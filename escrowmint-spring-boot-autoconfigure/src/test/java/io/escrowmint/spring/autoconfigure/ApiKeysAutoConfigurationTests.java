package io.escrowmint.spring.autoconfigure;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.escrowmint.RequestFacts;
import io.escrowmint.WalletResolver;
import io.escrowmint.apikey.ApiKeyLookup;
import io.escrowmint.apikey.ApiKeyStore;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.memory.MemoryApiKeyStore;
import io.escrowmint.apikey.redis.RedisApiKeyStore;
import io.escrowmint.spring.MisconfigurationException;
import io.escrowmint.spring.apikey.ApiKeyRequests;
import io.escrowmint.spring.apikey.ApiKeyWalletResolver;
import io.escrowmint.spring.security.ApiKeyConfigurer;
import io.escrowmint.spring.web.ApiKeyFilter;
import io.escrowmint.spring.web.RequestWallets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * API keys are there by default, and gone when they are replaced, switched off or have no
 * place; and who pays is asked in a known order.
 */
class ApiKeysAutoConfigurationTests {

	private static final AutoConfigurations OURS = AutoConfigurations.of(ApiKeysAutoConfiguration.class,
			ApiKeysWebAutoConfiguration.class, WalletResolverAutoConfiguration.class,
			HttpContractAutoConfiguration.class, EscrowMintWebAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(OURS);

	private final ApplicationContextRunner memory = this.runner.withPropertyValues("escrowmint.store=memory");

	private final WebApplicationContextRunner web = new WebApplicationContextRunner().withConfiguration(OURS)
		.withPropertyValues("escrowmint.store=memory");

	@Test
	void keysAreKeptInMemoryIfWalletsAre() {
		this.memory.withClassLoader(new FilteredClassLoader("org.springframework.data.redis")).run((context) -> {
			assertThat(context).hasSingleBean(MemoryApiKeyStore.class).hasSingleBean(ApiKeyWalletResolver.class);
			ApiKeys keys = context.getBean(ApiKeys.class);
			assertThat(keys.isRunning()).isTrue();
			String secret = keys.create("wallet", "label").secret();
			assertThat(secret).startsWith("em_");
			assertThat(keys.authenticate(secret)).isPresent();
			context.close();
			assertThat(keys.isRunning()).isFalse();
		});
	}

	@Test
	void keysAreKeptInRedisByDefault() {
		this.runner.withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.port=1", "escrowmint.timeout=100ms")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RedisApiKeyStore.class)
				.hasSingleBean(ApiKeys.class));
	}

	@Test
	void severalConnectionFactoriesOfWhichNoneIsPrimaryAreAFailureThatSaysWhatToWrite() {
		this.runner.withPropertyValues("escrowmint.api-keys.enabled=true")
			.withBean("one", RedisConnectionFactory.class, LettuceConnectionFactory::new)
			.withBean("two", RedisConnectionFactory.class, LettuceConnectionFactory::new)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(MisconfigurationException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("one, two");
					assertThat(ex.action()).contains("@Primary");
				}));
	}

	@Test
	void withoutAPlaceThereAreNoKeys() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ApiKeyLookup.class)
			.doesNotHaveBean(ApiKeyRequests.class)
			.doesNotHaveBean(WalletResolver.class));
		this.runner.withClassLoader(new FilteredClassLoader(RedisConnectionFactory.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ApiKeyLookup.class));
	}

	@Test
	void keysThatWereAskedForNeedAPlace() {
		this.runner.withPropertyValues("escrowmint.api-keys.enabled=true")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(MisconfigurationException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("escrowmint.store=redis");
					assertThat(ex.action()).contains("spring-boot-starter-data-redis", "ApiKeyStore");
				}));
		this.memory.withPropertyValues("escrowmint.api-keys.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ApiKeys.class));
	}

	@Test
	void keysThatWereAskedForNeedAPlaceAlsoIfBeansAreLazy() {
		this.runner.withInitializer(LazyBeans::initialize).run((context) -> assertThat(context).hasNotFailed());
		this.runner.withInitializer(LazyBeans::initialize)
			.withPropertyValues("escrowmint.api-keys.enabled=true")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(MisconfigurationException.class));
	}

	@Test
	void disabledKeysAreGone() {
		this.web.withPropertyValues("escrowmint.api-keys.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ApiKeyStore.class)
				.doesNotHaveBean(ApiKeyLookup.class)
				.doesNotHaveBean(ApiKeyRequests.class)
				.doesNotHaveBean("escrowMintApiKeyFilter"));
	}

	@Test
	void storeOfTheUserReplacesOurs() {
		MemoryApiKeyStore mine = new MemoryApiKeyStore(InstantSource.system());
		for (ApplicationContextRunner each : List.of(this.runner, this.memory)) {
			each.withBean("mine", ApiKeyStore.class, () -> mine).run((context) -> {
				assertThat(context).hasSingleBean(ApiKeyStore.class);
				String id = context.getBean(ApiKeys.class).create("wallet", "label").key().id();
				assertThat(mine.find(id)).isPresent();
			});
		}
	}

	@Test
	void lookupOfTheUserReplacesAllOfOurs() {
		this.memory.withBean("mine", ApiKeyLookup.class, () -> (secret) -> Optional.empty())
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ApiKeys.class)
				.doesNotHaveBean(ApiKeyStore.class)
				.hasSingleBean(ApiKeyRequests.class)
				.hasSingleBean(ApiKeyWalletResolver.class));
	}

	@Test
	void keyIsReadFromTheConfiguredHeader() {
		this.memory.withPropertyValues("escrowmint.api-keys.header=Token", "escrowmint.api-keys.bearer=true")
			.run((context) -> {
				ApiKeyRequests requests = context.getBean(ApiKeyRequests.class);
				String secret = context.getBean(ApiKeys.class).create("wallet", "label").secret();
				assertThat(requests.authenticate(of("Token", secret))).isPresent();
				assertThat(requests.authenticate(of("X-API-Key", secret))).isEmpty();
				assertThat(requests.authenticate(of("Authorization", "bearer  " + secret))).isPresent();
				assertThat(requests.authenticate(of("Authorization", "Bearer"))).isEmpty();
				assertThat(requests.authenticate(of("Authorization", "Basic " + secret))).isEmpty();
			});
	}

	@ParameterizedTest
	@CsvSource({ "escrowmint.api-keys.header,X API Key", "escrowmint.api-keys.refresh,1ms",
			"escrowmint.api-keys.max-staleness,100ms", "escrowmint.api-keys.prefix,a b",
			"escrowmint.web.wallet-header,X:Y" })
	void wrongValueNamesItsProperty(String property, String value) {
		this.web.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo(property)));
	}

	@Test
	void resolversAreAskedInTheirOrder() {
		this.web.withUserConfiguration(OwnResolver.class)
			.withPropertyValues("escrowmint.web.wallet-header=Wallet")
			.run((context) -> {
				RequestWallets wallets = context.getBean(RequestWallets.class);
				String secret = context.getBean(ApiKeys.class).create("of-key", "").secret();
				MockHttpServletRequest request = new MockHttpServletRequest();
				assertThat(wallets.find(request)).isEqualTo("of-user");
				request = new MockHttpServletRequest();
				request.addHeader("Wallet", "of-header");
				assertThat(wallets.find(request)).isEqualTo("of-header");
				request = new MockHttpServletRequest();
				request.addHeader("Wallet", "of-header");
				request.setUserPrincipal(() -> "of-principal");
				assertThat(wallets.find(request)).isEqualTo("of-principal");
				request = new MockHttpServletRequest();
				request.addHeader("Wallet", "of-header");
				request.setUserPrincipal(() -> "of-principal");
				request.addHeader("X-API-Key", secret);
				assertThat(wallets.find(request)).isEqualTo("of-key");
			});
	}

	@Test
	void resolverWithAnOrderComesWhereItSays() {
		this.web.withUserConfiguration(FirstResolver.class).run((context) -> {
			MockHttpServletRequest request = new MockHttpServletRequest();
			request.setUserPrincipal(() -> "of-principal");
			assertThat(context.getBean(RequestWallets.class).find(request)).isEqualTo("first");
		});
	}

	@Test
	void headerNamesNoWalletByDefaultAndThePrincipalCanBeSwitchedOff() {
		this.web.withPropertyValues("escrowmint.web.wallet-principal=false").run((context) -> {
			MockHttpServletRequest request = new MockHttpServletRequest();
			request.addHeader("Wallet", "of-header");
			request.setUserPrincipal(() -> "of-principal");
			assertThat(context.getBean(RequestWallets.class).find(request)).isNull();
		});
	}

	@Test
	void withoutSpringSecurityAFilterKnowsTheKey() {
		this.web.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("escrowMintApiKeyFilter")
				.getBean("escrowMintApiKeyFilter", FilterRegistrationBean.class)
				.extracting(FilterRegistrationBean::getFilter)
				.isInstanceOf(ApiKeyFilter.class));
	}

	@Test
	void withSpringSecurityItIsConfiguredInstead() {
		WebApplicationContextRunner secured = this.web
			.withConfiguration(AutoConfigurations.of(ServletWebSecurityAutoConfiguration.class));
		secured.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(ApiKeyConfigurer.class)
			.doesNotHaveBean("escrowMintApiKeyFilter"));
		secured.withPropertyValues("escrowmint.api-keys.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ApiKeyConfigurer.class));
	}

	@Test
	void withoutActuatorThereIsNothingToKeepKeysFrom() {
		this.web.withConfiguration(AutoConfigurations.of(ServletWebSecurityAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(ApiKeyConfigurer.class);
				assertThat(ActuatorRequests.ofServlets(context.getClassLoader()).matches(new MockHttpServletRequest()))
					.isFalse();
			});
	}

	@Test
	void springSecurityThatGuardsNothingIsNotConfigured() {
		this.web.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(ApiKeyConfigurer.class)
			.hasBean("escrowMintApiKeyFilter"));
	}

	private static UnaryOperator<String> of(String name, String value) {
		return Map.of(name, value)::get;
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResolver {

		@Bean
		WalletResolver own() {
			return (request) -> Optional.of("of-user");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FirstResolver {

		@Bean
		@Order(-1000)
		WalletResolver first() {
			return (RequestFacts request) -> Optional.of("first");
		}

	}

}
