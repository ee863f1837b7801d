package io.escrowmint.store.memory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GenerationsTests {

	private final Generations<String, String> generations = new Generations<>(100);

	@Test
	void aRecordLivesAtLeastOnceAndAtMostTwiceTheTtl() {
		this.generations.put("first", "1", 0);
		this.generations.put("late", "2", 99);

		assertThat(this.generations.find("late", 199)).isEqualTo("2");
		assertThat(this.generations.find("first", 199)).isEqualTo("1");
		assertThat(this.generations.find("late", 200)).isNull();
	}

	@Test
	void aWriteBeginsANewGenerationOnceTheCurrentIsOld() {
		this.generations.put("first", "1", 0);
		this.generations.put("second", "2", 100);

		assertThat(this.generations.find("first", 199)).isEqualTo("1");
		assertThat(this.generations.find("first", 200)).isNull();
		assertThat(this.generations.find("second", 299)).isEqualTo("2");
		assertThat(this.generations.find("second", 300)).isNull();
	}

	@Test
	void aNewRecordHidesAnOldOne() {
		this.generations.put("key", "old", 0);
		this.generations.put("key", "new", 150);

		assertThat(this.generations.find("key", 160)).isEqualTo("new");
	}

	@Test
	void anUpdateDoesNotProlong() {
		this.generations.put("key", "old", 0);
		this.generations.put("other", "x", 150);

		assertThat(this.generations.update("key", "unknown", "new")).isFalse();
		assertThat(this.generations.update("key", "old", "new")).isTrue();

		assertThat(this.generations.find("key", 199)).isEqualTo("new");
		assertThat(this.generations.find("key", 200)).isNull();
	}

	@Test
	void aRemovedRecordIsGoneFromBothGenerations() {
		this.generations.put("key", "old", 0);
		this.generations.put("key", "new", 150);
		this.generations.remove("key");

		assertThat(this.generations.find("key", 160)).isNull();
	}

}
