package io.escrowmint.spring.autoconfigure;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Why nothing can be kept in Redis although it is asked for. Knows the connection factory
 * by its name only, because Spring Data Redis is optional.
 *
 * @param reason what was found
 * @param action what to do about it
 */
record MissingRedis(String reason, String action) {

	private static final String FACTORY = "org.springframework.data.redis.connection.RedisConnectionFactory";

	static MissingRedis in(ConfigurableListableBeanFactory beans) {
		String[] factories = factories(beans);
		if (factories.length > 1) {
			return new MissingRedis("there are several RedisConnectionFactory beans, " + String.join(", ", factories)
					+ ", and none of them is primary", "Mark one of them as @Primary");
		}
		return new MissingRedis("Spring Data Redis is not on the class path, or has no connection factory",
				"Add spring-boot-starter-data-redis");
	}

	private static String[] factories(ConfigurableListableBeanFactory beans) {
		ClassLoader loader = beans.getBeanClassLoader();
		return ClassUtils.isPresent(FACTORY, loader)
				? beans.getBeanNamesForType(ClassUtils.resolveClassName(FACTORY, loader), true, false) : new String[0];
	}

}
