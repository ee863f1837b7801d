package io.escrowmint.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.springframework.boot.configurationmetadata.ConfigurationMetadataProperty;
import org.springframework.boot.configurationmetadata.ConfigurationMetadataRepositoryJsonBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an IDE shows for {@code escrowmint.*} is complete.
 */
class ConfigurationMetadataTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final Set<String> TYPES_WITH_DEFAULT = Set.of("java.lang.Boolean", "java.lang.Double",
			"java.lang.Float", "java.lang.Integer", "java.lang.Long", "java.lang.Short", "java.time.Duration",
			"org.springframework.util.unit.DataSize");

	private static final Set<String> MEANINGFUL_WHEN_UNSET = Set.of("escrowmint.events.enabled");

	private final List<ConfigurationMetadataProperty> properties = readProperties();

	@Test
	void everyPropertiesClassIsInTheMetadata() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
		assertThat(this.properties.isEmpty()).as("no escrowmint.* property in " + METADATA)
			.isEqualTo(scanner.findCandidateComponents("io.escrowmint").isEmpty());
	}

	@Test
	void everyPropertyHasADescription() {
		assertThat(this.properties).filteredOn((property) -> isBlank(property.getDescription()))
			.extracting(ConfigurationMetadataProperty::getId)
			.as("properties without a description: say it with @param")
			.isEmpty();
	}

	@Test
	void everyDescriptionIsPlainText() {
		assertThat(this.properties).extracting(ConfigurationMetadataProperty::getDescription)
			.as("an IDE shows markup as it stands")
			.noneMatch((description) -> description.contains("&#") || description.contains("{@"));
	}

	@Test
	void everyNumberFlagAndDurationHasADefault() {
		assertThat(this.properties).filteredOn((property) -> TYPES_WITH_DEFAULT.contains(property.getType()))
			.filteredOn((property) -> property.getDefaultValue() == null)
			.filteredOn((property) -> !MEANINGFUL_WHEN_UNSET.contains(property.getId()))
			.extracting(ConfigurationMetadataProperty::getId)
			.as("properties without a default: say it with @DefaultValue")
			.isEmpty();
	}

	private static boolean isBlank(String text) {
		return text == null || text.isBlank();
	}

	private static List<ConfigurationMetadataProperty> readProperties() {
		try {
			ConfigurationMetadataRepositoryJsonBuilder builder = ConfigurationMetadataRepositoryJsonBuilder.create();
			for (URL url : Collections.list(ConfigurationMetadataTests.class.getClassLoader().getResources(METADATA))) {
				try (InputStream metadata = url.openStream()) {
					builder.withJsonResource(metadata);
				}
			}
			return builder.build()
				.getAllProperties()
				.values()
				.stream()
				.filter((property) -> property.getId().startsWith("escrowmint."))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
