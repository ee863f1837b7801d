package io.escrowmint.spring.aop;

import java.util.List;
import java.util.function.Predicate;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.resilience.retry.AbstractRetryInterceptor;

/**
 * Puts two advisors of metered beans in their place that come without regard to their
 * order: the retries of Spring's {@code @Retryable} behind the metering, so that all
 * attempts share a hold, and the validation of {@code @Validated} before it, so that what
 * is not valid holds nothing. Comes after the processors that add them, because it has no
 * order itself.
 */
public final class AdvisorPlacement implements BeanPostProcessor {

	private static final String VALIDATION = "org.springframework.validation.beanvalidation.MethodValidationInterceptor";

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Advised advised && !advised.isFrozen()) {
			place(advised);
		}
		return bean;
	}

	private static void place(Advised advised) {
		List<Advisor> advisors = List.of(advised.getAdvisors());
		advisors.stream().filter(MeteredAdvisor.class::isInstance).findFirst().ifPresent((metering) -> {
			int order = ((Ordered) metering).getOrder();
			move(advised, metering, (other) -> isRetry(other) && order(other) > order, 1);
			move(advised, metering, (other) -> isValidation(other) && order < Ordered.LOWEST_PRECEDENCE, 0);
		});
	}

	private static void move(Advised advised, Advisor metering, Predicate<Advisor> moved, int behind) {
		for (Advisor advisor : advised.getAdvisors()) {
			boolean before = advised.indexOf(advisor) < advised.indexOf(metering);
			if (moved.test(advisor) && before == (behind == 1)) {
				advised.removeAdvisor(advisor);
				advised.addAdvisor(advised.indexOf(metering) + behind, advisor);
			}
		}
	}

	private static boolean isRetry(Advisor advisor) {
		return advisor.getAdvice() instanceof AbstractRetryInterceptor;
	}

	private static boolean isValidation(Advisor advisor) {
		return advisor.getAdvice().getClass().getName().equals(VALIDATION);
	}

	private static int order(Advisor advisor) {
		return (advisor instanceof Ordered ordered) ? ordered.getOrder() : Ordered.LOWEST_PRECEDENCE;
	}

}
