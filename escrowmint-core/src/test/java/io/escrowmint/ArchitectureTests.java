package io.escrowmint;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The layers of the core: model, then store, then engines, lease, ledger and stream, then
 * the facade.
 */
class ArchitectureTests {

	private static final String FACADE = "io.escrowmint";

	private static final String MODEL = "io.escrowmint.model..";

	private static final String STORE = "io.escrowmint.store";

	private static final String MEMORY = "io.escrowmint.store.memory..";

	private static final String REDIS = "io.escrowmint.store.redis..";

	private static final String CONNECTIONS = "io.escrowmint.redis..";

	private static final String LEASE = "io.escrowmint.lease..";

	private static final String STREAM = "io.escrowmint.stream..";

	private static final String LEDGER = "io.escrowmint.ledger..";

	private static final String JDBC = "io.escrowmint.jdbc..";

	private static final String API_KEY = "io.escrowmint.apikey..";

	private static final String BACKGROUND = "io.escrowmint.background..";

	private static final String METERING = "io.escrowmint.metering..";

	private static final JavaClasses CORE = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.escrowmint");

	@Test
	void modelKnowsTheJdkAndJSpecifyOnly() {
		check(classes().that()
			.resideInAPackage(MODEL)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(MODEL, "java..", "org.jspecify..")
			.because("commands and outcomes are the users' own records and must outlive every technology"));
	}

	@Test
	void storePortKnowsTheModelOnly() {
		check(noClasses().that()
			.resideInAPackage(STORE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(FACADE, MEMORY, REDIS, LEASE, STREAM, LEDGER, JDBC, API_KEY, "org.springframework..",
					"reactor..", "io.lettuce..")
			.because("the port is what engines implement, and it must not lean towards any of them"));
	}

	@Test
	void nothingInTheCoreKnowsTheRedisEngine() {
		check(noClasses().that()
			.resideOutsideOfPackage(REDIS)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(REDIS)
			.because("engines are chosen by auto-configuration, behind the store port"));
	}

	@Test
	void nothingInTheCoreKnowsTheEmbeddedEngine() {
		check(noClasses().that()
			.resideOutsideOfPackage(MEMORY)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(MEMORY)
			.because("engines are chosen by auto-configuration, behind the store port"));
	}

	@Test
	void onlyTheFacadeLooksDownOnAllLayers() {
		check(noClasses().that()
			.resideInAnyPackage(MODEL, STORE, MEMORY, REDIS, LEASE, STREAM, LEDGER, JDBC, API_KEY)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(FACADE)
			.because("dependencies run one way, and the facade stands on top of the core"));
	}

	@Test
	void enginesKnowTheStoreAndTheModelOnly() {
		check(noClasses().that()
			.resideInAnyPackage(MEMORY, REDIS)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(LEASE, STREAM, LEDGER, JDBC, API_KEY)
			.because("an engine applies commands, and everything else is built on the port"));
	}

	@Test
	void leaseStandsOnTheStoreAlone() {
		checkStandsBeside(LEASE, STREAM, LEDGER, JDBC, API_KEY);
		check(classes().that()
			.resideInAPackage(LEASE)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(LEASE, MODEL, STORE, "java..", "org.jspecify..", "org.slf4j..")
			.because("what is decided locally is decided the same way on every engine and every stack"));
	}

	@Test
	void streamStandsOnTheStoreAlone() {
		checkStandsBeside(STREAM, LEASE, LEDGER, API_KEY);
	}

	@Test
	void ledgerStandsOnTheStoreAlone() {
		checkStandsBeside(LEDGER, LEASE, STREAM, API_KEY);
	}

	@Test
	void jdbcKnowsNothingOfWallets() {
		check(noClasses().that()
			.resideInAPackage(JDBC)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(STORE, LEASE, STREAM, LEDGER, API_KEY)
			.because("locks and inserts are tools for any table"));
	}

	@Test
	void backgroundKnowsTheJdkOnly() {
		check(classes().that()
			.resideInAPackage(BACKGROUND)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(BACKGROUND, "java..", "org.jspecify..")
			.because("how a thread starts and stops has nothing to do with what it does"));
	}

	@Test
	void facadeNamesNoSpringType() {
		check(noClasses().that()
			.resideInAPackage(FACADE)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework..", "io.lettuce..")
			.because("what users import must read the same on every stack"));
	}

	@Test
	void meteringStandsOnTheFacadeAndTheStoreAndNobodyInTheCoreOnIt() {
		check(classes().that()
			.resideInAPackage(METERING)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(METERING, FACADE, MODEL, STORE, LEASE, "java..", "org.jspecify..", "org.slf4j..")
			.because("the life of a metered call is the same on every stack"));
		check(noClasses().that()
			.resideOutsideOfPackage(METERING)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(METERING)
			.because("only what runs metered calls knows how they live"));
	}

	@Test
	void coreKnowsNoSpringBoot() {
		check(noClasses().that()
			.resideInAPackage("io.escrowmint..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.because("only the auto-configuration module knows Spring Boot"));
	}

	@Test
	void lettuceStaysInTheRedisEngine() {
		check(noClasses().that()
			.resideOutsideOfPackages(REDIS, CONNECTIONS)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.lettuce..")
			.because("driver types and errors end at the engine that uses the driver"));
	}

	@Test
	void whatOtherDriversComeByKnowsNoLettuce() {
		check(noClasses().that()
			.resideInAPackage(REDIS)
			.and()
			.haveNameNotMatching(".*\\.(Lettuce.*|Sibling.*|RedisDiagnosis.*)")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.lettuce..")
			.because(
					"an application with Jedis need not have Lettuce, and a missing class would leave a call unanswered"));
	}

	@Test
	void sqlStaysInTheJdbcPackages() {
		check(noClasses().that()
			.resideOutsideOfPackages("io.escrowmint.jdbc..", "io.escrowmint.ledger.jdbc..", STREAM, API_KEY)
			.and()
			.doNotHaveFullyQualifiedName("io.escrowmint.store.FailureTypes")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
			.because("spring-jdbc is optional"));
	}

	@Test
	void everyPackageIsNullMarked() {
		check(classes().that()
			.resideInAPackage("io.escrowmint..")
			.should(resideInANullMarkedPackage())
			.because("NullAway looks at marked packages only"));
	}

	private static void checkStandsBeside(String layer, String... others) {
		check(noClasses().that()
			.resideInAPackage(layer)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(others)
			.because("the parts above the store stand side by side and are used one without the other"));
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(CORE);
	}

	private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
		return new ArchCondition<>("reside in a @NullMarked package") {

			@Override
			public void check(JavaClass item, ConditionEvents events) {
				boolean marked = item.getPackage().tryGetPackageInfo().isPresent()
						&& item.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(item, marked,
						item.getName() + " resides in " + item.getPackageName() + ", which is not @NullMarked"));
			}

		};
	}

}
