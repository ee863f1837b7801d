package io.escrowmint.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.escrowmint.testing.EmbeddedRedis;
import io.escrowmint.testing.FreePorts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that has never seen this repository: it gets the starter from a Maven
 * repository, adds one annotation and a few lines of configuration, and charges.
 */
@EnabledIfSystemProperty(named = "escrowmint.version", matches = ".+",
		disabledReason = "Maven runs it, when the jars are packaged")
class FreshApplicationIT {

	private static final String VERSION = System.getProperty("escrowmint.version", "");

	/** A process that ends soon has no use for the second compiler. */
	private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

	private static final Path REPOSITORY = Path.of("target", "fresh-repository").toAbsolutePath();

	private static final String SOURCE = """
			package fresh;

			import io.escrowmint.Metered;
			import io.escrowmint.WalletResolver;
			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.context.annotation.Bean;
			import org.springframework.web.bind.annotation.GetMapping;
			import org.springframework.web.bind.annotation.RestController;

			@RestController
			@SpringBootApplication
			public class FreshApplication {

				@Metered("3")
				@GetMapping("/hello")
				String hello() {
					return "hello";
				}

				@Bean
				WalletResolver wallets() {
					return (request) -> request.header("Wallet");
				}

				public static void main(String[] args) {
					SpringApplication.run(FreshApplication.class, args);
				}

			}
			""";

	private static final String POM = """
			<project xmlns="http://maven.apache.org/POM/4.0.0">
				<modelVersion>4.0.0</modelVersion>
				<groupId>fresh</groupId>
				<artifactId>fresh</artifactId>
				<version>1</version>
				<properties>
					<maven.compiler.release>17</maven.compiler.release>
					<project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
				</properties>
				<dependencyManagement><dependencies><dependency>
					<groupId>org.springframework.boot</groupId><artifactId>spring-boot-dependencies</artifactId>
					<version>%1$s</version><type>pom</type><scope>import</scope>
				</dependency></dependencies></dependencyManagement>
				<dependencies>
					<dependency>
						<groupId>io.escrowmint</groupId><artifactId>escrowmint-spring-boot-starter</artifactId>
						<version>%2$s</version>
					</dependency>
					<dependency>
						<groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-webmvc</artifactId>
					</dependency>
					<dependency>
						<groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-actuator</artifactId>
					</dependency>
				</dependencies>
				<build><plugins>
					<plugin><artifactId>maven-resources-plugin</artifactId><version>%3$s</version></plugin>
					<plugin><artifactId>maven-compiler-plugin</artifactId><version>%4$s</version></plugin>
					<plugin><artifactId>maven-surefire-plugin</artifactId><version>%5$s</version>
						<configuration><skip>true</skip></configuration></plugin>
					<plugin><artifactId>maven-jar-plugin</artifactId><version>%6$s</version></plugin>
					<plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId>
						<version>%1$s</version>
						<executions><execution><goals><goal>repackage</goal></goals></execution></executions></plugin>
				</plugins></build>
			</project>
			""";

	@TempDir
	private Path project;

	@Test
	void starterOneAnnotationAndAFewLinesOfConfigurationCharge() throws Exception {
		stage();
		try (EmbeddedRedis redis = EmbeddedRedis.version7().start()) {
			write(redis.port());
			build();
			int port = FreePorts.next();
			Process application = start("application.log", java(), SHORT_LIVED, "-jar", "target/fresh-1.jar",
					"--server.port=" + port);
			try {
				assertCharges("http://localhost:" + port);
			}
			finally {
				application.destroy();
				application.waitFor(20, TimeUnit.SECONDS);
			}
		}
	}

	private void assertCharges(String url) throws Exception {
		String wallet = url + "/actuator/escrowmint/customer";
		Awaitility.await()
			.atMost(Duration.ofMinutes(5))
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(send("GET", wallet, "").statusCode()).as(this::log).isEqualTo(200));
		assertThat(send("POST", wallet, "{\"amount\":5}").statusCode()).isEqualTo(200);
		assertThat(send("GET", url + "/hello", "").body()).isEqualTo("hello");
		Awaitility.await()
			.untilAsserted(() -> assertThat(send("GET", wallet, "").body()).contains("\"available\":2", "\"spent\":3"));
		assertThat(send("GET", url + "/hello", "").statusCode()).isEqualTo(402);
	}

	private static HttpResponse<String> send(String method, String url, String body) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(url))
			.header("Content-Type", "application/json")
			.header("Wallet", "customer")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	private void write(int redis) throws IOException {
		List<String> configuration = List.of("spring.data.redis.port=" + redis, "escrowmint.timeout=30s",
				"management.endpoints.web.exposure.include=escrowmint",
				"management.endpoint.escrowmint.access=unrestricted");
		// Four lines of configuration are the bean.
		assertThat(configuration).hasSizeLessThanOrEqualTo(10 - 4);
		Files.createDirectories(this.project.resolve("src/main/java/fresh"));
		Files.createDirectories(this.project.resolve("src/main/resources"));
		Files.write(this.project.resolve("src/main/resources/application.properties"), configuration);
		Files.writeString(this.project.resolve("src/main/java/fresh/FreshApplication.java"), SOURCE);
		Files.writeString(this.project.resolve("pom.xml"), POM.formatted(System.getProperty("spring-boot.version"),
				VERSION, plugin("resources"), plugin("compiler"), plugin("surefire"), plugin("jar")));
	}

	// What this build uses is what is there without a network.
	private static String plugin(String name) throws IOException {
		Matcher version = Pattern
			.compile("<artifactId>maven-" + name + "-plugin</artifactId>\\s*<version>(.+?)</version>")
			.matcher(Files.readString(Path.of("../pom.xml")));
		assertThat(version.find()).as(name).isTrue();
		return version.group(1);
	}

	private void build() throws Exception {
		Process build = start("build.log", System.getProperty("escrowmint.maven.home") + "/bin/mvn", "-o", "-B",
				"-Dmaven.repo.local=" + REPOSITORY, "package");
		assertThat(build.waitFor(10, TimeUnit.MINUTES)).as(this::log).isTrue();
		assertThat(build.exitValue()).as(this::log).isZero();
	}

	private Process start(String log, String... command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(this.project.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.project.resolve(log).toFile());
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		builder.environment().remove("MAVEN_ARGS");
		builder.environment().put("MAVEN_OPTS", SHORT_LIVED);
		return builder.start();
	}

	private String log() {
		return Stream.of("build.log", "application.log").map(this.project::resolve).filter(Files::exists).map((log) -> {
			try {
				return Files.readString(log);
			}
			catch (IOException ex) {
				return log + " cannot be read";
			}
		}).reduce("", String::concat);
	}

	/**
	 * Stages what this build has packaged, in a repository that has everything else by
	 * links into the one of this build.
	 */
	private static void stage() throws IOException {
		Path known = Path.of(System.getProperty("escrowmint.local-repository"));
		Path staged = REPOSITORY.resolve("io/escrowmint");
		Files.createDirectories(staged);
		link(known, REPOSITORY, "io");
		link(known.resolve("io"), REPOSITORY.resolve("io"), "escrowmint");
		publish("escrowmint", Path.of("../pom.xml"), staged);
		for (String module : List.of("escrowmint-core", "escrowmint-spring-boot-autoconfigure",
				"escrowmint-spring-boot-starter")) {
			publish(module, Path.of("..", module, "pom.xml"), staged);
			Files.copy(Path.of("..", module, "target", module + "-" + VERSION + ".jar"),
					staged.resolve(module).resolve(VERSION).resolve(module + "-" + VERSION + ".jar"),
					StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private static void publish(String module, Path pom, Path staged) throws IOException {
		Path folder = Files.createDirectories(staged.resolve(module).resolve(VERSION));
		Files.copy(pom, folder.resolve(module + "-" + VERSION + ".pom"), StandardCopyOption.REPLACE_EXISTING);
	}

	private static void link(Path from, Path into, String except) throws IOException {
		try (Stream<Path> entries = Files.list(from)) {
			for (Path entry : entries.toList()) {
				Path link = into.resolve(entry.getFileName());
				if (!entry.getFileName().toString().equals(except) && !Files.exists(link)) {
					Files.createSymbolicLink(link, entry);
				}
			}
		}
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

}
