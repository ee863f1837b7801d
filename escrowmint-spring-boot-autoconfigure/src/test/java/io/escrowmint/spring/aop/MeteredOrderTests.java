package io.escrowmint.spring.aop;

import java.util.concurrent.atomic.AtomicInteger;

import io.escrowmint.Metered;
import io.escrowmint.metering.MeteringOptions;
import io.escrowmint.model.InsufficientCreditsException;
import io.escrowmint.store.StoreOptions;
import io.escrowmint.store.memory.MemoryQuotaStore;
import jakarta.validation.constraints.Positive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where metering stands among the other interceptors of a method.
 */
class MeteredOrderTests {

	private final MeteredBeans beans = new MeteredBeans(Everything.class, Work.class);

	private final Work work = this.beans.get(Work.class);

	@AfterEach
	void close() {
		SecurityContextHolder.clearContext();
		this.beans.close();
	}

	@Test
	void forbiddenCallHoldsNothing() {
		authenticate("USER");
		// The wallet is empty: would it be asked first, it would refuse.
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(this.work::forAdmins);
		authenticate("ADMIN");
		assertThatExceptionOfType(InsufficientCreditsException.class).isThrownBy(this.work::forAdmins);
	}

	@Test
	void failedCommitOfATransactionGivesBack() {
		Transactions transactions = this.beans.get(Transactions.class);
		this.work.inTransaction();
		this.beans.charges(1);
		assertThat(transactions.begun).hasValue(1);
		transactions.fails = true;
		assertThatExceptionOfType(UnexpectedRollbackException.class).isThrownBy(this.work::inTransaction);
		this.beans.charges(1);
	}

	@Test
	void refusedCallBeginsNoTransaction() {
		assertThatExceptionOfType(InsufficientCreditsException.class).isThrownBy(this.work::poorInTransaction);
		assertThat(this.beans.get(Transactions.class).begun).hasValue(0);
	}

	@Test
	void answerOfTheCacheIsCharged() {
		assertThat(this.work.cached()).isEqualTo(1);
		assertThat(this.work.cached()).isEqualTo(1);
		this.beans.charges(2);
	}

	@Test
	void retriedCallHoldsOnce() {
		// The wallet has no room for a second hold beside the first.
		assertThat(this.work.retried()).isEqualTo(3);
		this.beans.charges(100);
	}

	@Test
	void refusalIsNotRetried() {
		assertThatExceptionOfType(InsufficientCreditsException.class).isThrownBy(this.work::poorAndRetried);
		assertThat(this.beans.get(Retries.class).seen).hasValue(0);
	}

	@Test
	void whatIsNotValidHoldsNothing() {
		assertThatExceptionOfType(jakarta.validation.ConstraintViolationException.class)
			.isThrownBy(() -> this.beans.get(Validated.class).work(-1));
		assertThatExceptionOfType(InsufficientCreditsException.class)
			.isThrownBy(() -> this.beans.get(Validated.class).work(1));
	}

	@Test
	void orderPutsMeteringInsideOfTheRest() {
		try (MeteredBeans inside = withOrder(Ordered.LOWEST_PRECEDENCE, Outside.class)) {
			Work work = inside.get(Work.class);
			assertThat(work.cached()).isEqualTo(1);
			assertThat(work.cached()).isEqualTo(1);
			inside.charges(1);
			assertThatExceptionOfType(Exception.class).isThrownBy(work::poorAndRetried);
			assertThat(inside.get(Retries.class).seen).hasValue(3);
		}
	}

	@Test
	void orderPutsMeteringOutsideOfAuthorization() {
		try (MeteredBeans outside = withOrder(0, Everything.class)) {
			authenticate("USER");
			assertThatExceptionOfType(InsufficientCreditsException.class)
				.isThrownBy(outside.get(Work.class)::forAdmins);
		}
	}

	private static MeteredBeans withOrder(int order, Class<?> configuration) {
		return new MeteredBeans(new MemoryQuotaStore(StoreOptions.DEFAULTS, java.time.InstantSource.system()),
				MeteringOptions.DEFAULTS, order, (context) -> context.register(configuration, Work.class));
	}

	private static void authenticate(String role) {
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken("somebody", "", "ROLE_" + role));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@EnableCaching
	@EnableResilientMethods
	@EnableMethodSecurity
	static class Everything {

		@Bean
		Transactions transactions() {
			return new Transactions();
		}

		@Bean
		CacheManager caches() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		Validated validated() {
			return new Validated();
		}

		@Bean
		Retries retries() {
			return new Retries();
		}

		@Bean
		static org.springframework.validation.beanvalidation.MethodValidationPostProcessor validation() {
			return new org.springframework.validation.beanvalidation.MethodValidationPostProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(order = 0)
	@EnableResilientMethods
	static class Outside {

		@Bean
		CacheManager caches() {
			return new ConcurrentMapCacheManager();
		}

		@Bean
		Retries retries() {
			return new Retries();
		}

	}

	/**
	 * Counts failed attempts.
	 */
	static class Retries implements
			org.springframework.context.ApplicationListener<org.springframework.resilience.retry.MethodRetryEvent> {

		final AtomicInteger seen = new AtomicInteger();

		@Override
		public void onApplicationEvent(org.springframework.resilience.retry.MethodRetryEvent event) {
			if (event.getFailure() instanceof InsufficientCreditsException) {
				this.seen.incrementAndGet();
			}
		}

	}

	static class Work {

		private final AtomicInteger calls = new AtomicInteger();

		@PreAuthorize("hasRole('ADMIN')")
		@Metered(wallet = "'empty'")
		void forAdmins() {
		}

		@Transactional
		@Metered(wallet = "'wallet'")
		void inTransaction() {
		}

		@Transactional
		@Metered(wallet = "'empty'")
		void poorInTransaction() {
		}

		@Cacheable("answers")
		@Metered(wallet = "'wallet'")
		int cached() {
			return this.calls.incrementAndGet();
		}

		@Retryable(maxRetries = 3, delay = 1)
		@Metered(cost = "100", wallet = "'wallet'")
		int retried() {
			int attempt = this.calls.incrementAndGet();
			if (attempt < 3) {
				throw new IllegalStateException("attempt " + attempt);
			}
			return attempt;
		}

		@Retryable(maxRetries = 2, delay = 1)
		@Metered(wallet = "'empty'")
		void poorAndRetried() {
			this.calls.incrementAndGet();
		}

	}

	@org.springframework.validation.annotation.Validated
	static class Validated {

		@Metered(wallet = "'empty'")
		void work(@Positive int number) {
		}

	}

	static class Transactions extends AbstractPlatformTransactionManager implements PlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		final transient AtomicInteger begun = new AtomicInteger();

		volatile boolean fails;

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.begun.incrementAndGet();
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			if (this.fails) {
				throw new UnexpectedRollbackException("commit fails");
			}
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
