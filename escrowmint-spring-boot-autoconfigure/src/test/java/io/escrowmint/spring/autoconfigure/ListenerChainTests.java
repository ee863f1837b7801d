package io.escrowmint.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.escrowmint.jdbc.JdbcListener;
import io.escrowmint.lease.LeaseListener;
import io.escrowmint.ledger.LedgerFinding;
import io.escrowmint.ledger.LedgerListener;
import io.escrowmint.metering.MeteringListener;
import io.escrowmint.spring.stream.StreamListenerChain;
import io.escrowmint.stream.StreamListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Whatever a listener throws keeps nothing from those behind it, nor from who tells them.
 */
class ListenerChainTests {

	@ParameterizedTest
	@EnumSource
	void everyListenerHearsAlsoBehindOneThatFails(Chain chain) {
		List<String> heard = new ArrayList<>();
		Runnable fact = chain.of(List.of(() -> {
			throw new IllegalStateException("on purpose");
		}, () -> {
			throw new NoClassDefFoundError("on purpose");
		}, () -> heard.add("told")));
		assertThatCode(fact::run).doesNotThrowAnyException();
		assertThat(heard).containsExactly("told");
	}

	enum Chain {

		JDBC {
			@Override
			Runnable of(List<Runnable> listeners) {
				JdbcListener chain = new JdbcListenerChain(all(listeners, (told) -> new JdbcListener() {
					@Override
					public void collided(int attempt, boolean last) {
						told.run();
					}
				}));
				return () -> chain.collided(1, true);
			}
		},

		LEASES {
			@Override
			Runnable of(List<Runnable> listeners) {
				LeaseListener chain = new LeaseListenerChain(all(listeners, (told) -> new LeaseListener() {
					@Override
					public void direct() {
						told.run();
					}
				}));
				return chain::direct;
			}
		},

		LEDGER {
			@Override
			Runnable of(List<Runnable> listeners) {
				LedgerListener chain = new LedgerListenerChain(all(listeners, (told) -> new LedgerListener() {
					@Override
					public void found(LedgerFinding finding) {
					}

					@Override
					public void failed() {
						told.run();
					}
				}));
				return chain::failed;
			}
		},

		METERING {
			@Override
			Runnable of(List<Runnable> listeners) {
				MeteringListener chain = new ListenerChain(all(listeners, (told) -> new MeteringListener() {
					@Override
					public void settleRepeated() {
						told.run();
					}
				}));
				return chain::settleRepeated;
			}
		},

		STREAMS {
			@Override
			Runnable of(List<Runnable> listeners) {
				StreamListener chain = new StreamListenerChain(all(listeners, (told) -> new StreamListener() {
					@Override
					public void fenced(String container) {
						told.run();
					}
				}));
				return () -> chain.fenced("container");
			}
		};

		/** Tells a fact to the chain of listeners that run these. */
		abstract Runnable of(List<Runnable> listeners);

		private static <L> List<L> all(List<Runnable> listeners, Function<Runnable, L> listener) {
			return listeners.stream().map(listener).toList();
		}

	}

}
