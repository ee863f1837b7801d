package io.escrowmint.ledger;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How the pump of this process is.
 *
 * @param running whether it is started
 * @param lag for how long events have waited that this process should have landed; zero
 * if none wait
 * @param backlog frames that lie in the store, all partitions together, at the last look;
 * other readers' included
 * @param hosted partitions that this process lands
 * @param blocked partitions that do not get on: a frame cannot be read, or the database
 * refuses it and will not have it set aside
 * @param refused entries that are set aside because the database refuses them, and those
 * of the same wallets behind them, of all processes together, at the last look
 * @param landed events that were new, since creation
 * @param repeats events that the ledger had already, since creation
 * @param divergences events that contradict the ledger, since creation
 * @param gaps places where events are missing or figures do not follow, since creation
 * @param errors failures, since creation
 * @param lastError what failed last, absent after the next success
 */
public record PumpStatus(boolean running, Duration lag, long backlog, int hosted, int blocked, long refused,
		long landed, long repeats, long divergences, long gaps, long errors, @Nullable String lastError) {

}
