package io.escrowmint.spring.apikey;

import java.time.Instant;
import java.util.Optional;

import io.escrowmint.apikey.ApiKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In which header a key is looked for, with and without {@code bearer}.
 */
class ApiKeyRequestsTests {

	private static final ApiKey KEY = new ApiKey("id", "wallet", "", Instant.EPOCH.plusSeconds(1), null, null);

	@ParameterizedTest
	@CsvSource(ignoreLeadingAndTrailingWhitespace = false,
			value = { "good,,true", "good,Bearer bad,true", "bad,Bearer good,false", ",Bearer good,true",
					"'',Bearer good,true", "' ',Bearer good,true", "' ',bearer  good ,true", "'',Basic good,false",
					"'',,false", ",Basic good,false" })
	void keyOfAnotherHeaderCountsOnlyWhereThereIsNone(String key, String authorization, boolean usable) {
		assertThat(requests(true).authenticate((name) -> header(name, key, authorization)).isPresent())
			.isEqualTo(usable);
		assertThat(requests(false).authenticate((name) -> header(name, key, authorization)).isPresent())
			.isEqualTo("good".equals(key));
	}

	@ParameterizedTest
	@CsvSource(ignoreLeadingAndTrailingWhitespace = false,
			value = { "'',,true,true", "'',Basic x,true,true", ",Bearer x,true,false", ",Basic x,false,false" })
	void whateverStandsInThePlaceOfAKeyIsOne(String key, String authorization, boolean withBearer, boolean without) {
		assertThat(requests(true).hasKey((name) -> header(name, key, authorization))).isEqualTo(withBearer);
		assertThat(requests(false).hasKey((name) -> header(name, key, authorization))).isEqualTo(without);
	}

	private static ApiKeyRequests requests(boolean bearer) {
		return new ApiKeyRequests((secret) -> "good".equals(secret) ? Optional.of(KEY) : Optional.empty(), "X-API-Key",
				bearer);
	}

	private static String header(String name, String key, String authorization) {
		return name.equals("X-API-Key") ? key : name.equals("Authorization") ? authorization : null;
	}

}
