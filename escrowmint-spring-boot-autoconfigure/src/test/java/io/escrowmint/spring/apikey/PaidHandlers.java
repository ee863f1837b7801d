package io.escrowmint.spring.apikey;

import java.time.InstantSource;

import io.escrowmint.CurrentWallet;
import io.escrowmint.Metered;
import io.escrowmint.apikey.AgingApiKeys;
import io.escrowmint.apikey.ApiKeys;
import io.escrowmint.apikey.RemoteApiKeyStore;
import io.escrowmint.apikey.memory.MemoryApiKeyStore;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Handlers for which an API key pays, and a store of keys that can go away.
 */
@Configuration(proxyBeanMethods = false)
class PaidHandlers {

	@Bean
	RemoteApiKeyStore apiKeyStore(@Value("${test.keys.silent:false}") boolean silent) {
		return new RemoteApiKeyStore(new MemoryApiKeyStore(InstantSource.system()), silent);
	}

	@Bean
	AgingApiKeys aging(RemoteApiKeyStore store) {
		return new AgingApiKeys(store);
	}

	@Bean(initMethod = "start")
	ApiKeys apiKeys(AgingApiKeys aging) {
		return aging.keys();
	}

	@RestController
	static class Handlers {

		@Metered("3")
		@RequestMapping({ "/paid", "/open/paid", "/basic/paid", "/admin/paid", "/anonymous/paid", "/sessions/*/paid",
				"/staff/paid" })
		String paid() {
			return "done";
		}

		@RequestMapping("/open/free")
		String free() {
			return "free";
		}

		@RequestMapping({ "/who", "/open/who", "/staff/who" })
		String who(@CurrentWallet String wallet) {
			return wallet;
		}

	}

}
